package dev.tidemark.snapshots.git;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheCheckout;
import org.eclipse.jgit.errors.CheckoutConflictException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.IndexDiff;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.FileTreeIterator;

/** Lets clean checked-out files follow their branch, and leaves others alone. Looks before the branch moves. */
final class WorkTreeFollower {

    private static final int NAMED = 10;

    private final Repository git;
    private final boolean concerned;
    private final List<String> dirty;
    private final Optional<ObjectId> oldTree;

    private WorkTreeFollower(Repository git, boolean concerned, List<String> dirty, Optional<ObjectId> oldTree) {
        this.git = git;
        this.concerned = concerned;
        this.dirty = dirty;
        this.oldTree = oldTree;
    }

    static WorkTreeFollower before(Repository git, String ref, Optional<ObjectId> oldTree) throws IOException {
        if (git.isBare() || !onBranch(git, ref)) {
            return new WorkTreeFollower(git, false, List.of(), oldTree);
        }
        return new WorkTreeFollower(
                git, true, dirty(git, oldTree).stream().limit(NAMED).toList(), oldTree);
    }

    /** The files that are not as {@code tree} has them, checked out or staged; untracked ones do not count. */
    static SortedSet<String> dirty(Repository git, Optional<ObjectId> tree) throws IOException {
        IndexDiff diff = indexDiff(git, tree);
        diff.diff();
        TreeSet<String> dirty = new TreeSet<>();
        dirty.addAll(diff.getAdded());
        dirty.addAll(diff.getChanged());
        dirty.addAll(diff.getRemoved());
        dirty.addAll(diff.getMissing());
        dirty.addAll(diff.getModified());
        dirty.addAll(diff.getConflicting());
        return dirty;
    }

    static boolean onBranch(Repository git, String ref) throws IOException {
        Ref head = git.exactRef(Constants.HEAD);
        return head != null && head.isSymbolic() && head.getTarget().getName().equals(ref);
    }

    @SuppressWarnings("NullAway") // JGit takes null for the empty tree
    private static IndexDiff indexDiff(Repository git, Optional<ObjectId> oldTree) throws IOException {
        return new IndexDiff(git, oldTree.orElse(null), new FileTreeIterator(git));
    }

    WorkTree follow(ObjectId newTree) throws IOException {
        if (!concerned) {
            return new WorkTree.Unconcerned();
        }
        if (!dirty.isEmpty()) {
            return new WorkTree.LeftDirty(dirty);
        }
        DirCache index = git.lockDirCache();
        try {
            DirCacheCheckout checkout = oldTree.isPresent()
                    ? new DirCacheCheckout(git, oldTree.get(), index, newTree)
                    : new DirCacheCheckout(git, index, newTree);
            checkout.setFailOnConflict(true);
            checkout.checkout();
            return new WorkTree.Followed();
        } catch (CheckoutConflictException e) { // a file that Git does not know stands in the way of a new one
            return new WorkTree.LeftDirty(
                    Stream.of(e.getConflictingFiles()).sorted().limit(NAMED).toList());
        } finally {
            index.unlock();
        }
    }
}
