package dev.tidemark.snapshots.git;

import dev.tidemark.snapshots.model.BlobId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/**
 * Builds one commit: blobs go straight into a pack, then the folders that changed, then the commit; nothing can be seen
 * of it until the ref moves. {@link #put} may be called from several threads.
 */
public final class TreeTransaction implements AutoCloseable {

    /** Fast for the flood of a first import, small for the trickle afterwards. */
    private static final int FIRST_IMPORT = 1;

    private static final int CHANGES = 6;

    private final SnapshotRepository owner;
    private final Repository git;
    private final Optional<Commit> base;
    private final PackInserter pack;
    /** What differs from the base; an absent id removes the file. */
    private final Map<String, Optional<ObjectId>> edits = new ConcurrentHashMap<>();

    TreeTransaction(SnapshotRepository owner, Repository git, Optional<Commit> base) {
        this.owner = owner;
        this.git = git;
        this.base = base;
        this.pack = ((ObjectDirectory) git.getObjectDatabase()).newPackInserter();
        pack.setCompressionLevel(
                base.flatMap(b -> b.parents().stream().findFirst()).isPresent() ? CHANGES : FIRST_IMPORT);
        pack.checkExisting(false);
    }

    /** Puts a file; returns its blob. */
    public BlobId put(String path, byte[] content) {
        BlobId blob = BlobId.of(content);
        try {
            synchronized (pack) {
                edits.put(path, Optional.of(pack.insert(Constants.OBJ_BLOB, content)));
            }
        } catch (IOException e) {
            throw GitErrors.write(owner.directory(), e);
        }
        return blob;
    }

    public void remove(String path) {
        edits.put(path, Optional.empty());
    }

    /** Forgets every edit; their blobs stay in the pack, unreferenced. */
    public void reset() {
        edits.clear();
    }

    /**
     * Writes the tree and the commit and moves {@code ref} to it, if {@code ref} still points to the base.
     *
     * @param parents of the commit
     */
    public CommitResult commit(String ref, List<Commit> parents, CommitDraft draft, CommitSigner signer) {
        try {
            return tryCommit(ref, parents, draft, signer);
        } catch (IOException e) {
            throw GitErrors.write(owner.directory(), e);
        }
    }

    private CommitResult tryCommit(String ref, List<Commit> parents, CommitDraft draft, CommitSigner signer)
            throws IOException {
        ObjectId tree = new TreeBuilder(git, pack).build(base.map(b -> ObjectId.fromString(b.tree())), edits);
        if (base.isPresent() && base.get().tree().equals(tree.name())) {
            return new CommitResult.Unchanged(base.get());
        }
        return publish(ref, base, tree, parents, draft, signer, false);
    }

    /**
     * Makes a commit of this transaction's tree and puts {@code ref} on it, wherever {@code ref} was: for records that
     * replace their predecessor.
     */
    public Commit replace(String ref, List<Commit> parents, CommitDraft draft, CommitSigner signer) {
        try {
            ObjectId tree = new TreeBuilder(git, pack).build(base.map(b -> ObjectId.fromString(b.tree())), edits);
            CommitResult result = publish(ref, Optional.empty(), tree, parents, draft, signer, true);
            return ((CommitResult.Committed) result).commit();
        } catch (IOException e) {
            throw GitErrors.write(owner.directory(), e);
        }
    }

    private CommitResult publish(
            String ref,
            Optional<Commit> expected,
            ObjectId tree,
            List<Commit> parents,
            CommitDraft draft,
            CommitSigner signer,
            boolean force)
            throws IOException {
        ObjectId id = pack.insert(commit(tree, parents, draft, signer));
        pack.flush();
        DurableFiles.sync(git.getDirectory().toPath().resolve("objects").resolve("pack"));
        WorkTreeFollower follower = WorkTreeFollower.before(git, ref, expected.map(c -> ObjectId.fromString(c.tree())));
        RefUpdate update = git.updateRef(ref);
        update.setNewObjectId(id);
        if (!force) {
            update.setExpectedOldObjectId(
                    expected.map(c -> ObjectId.fromString(c.id())).orElse(ObjectId.zeroId()));
        }
        update.setForceUpdate(true);
        update.setRefLogIdent(person(draft));
        update.setRefLogMessage(
                "tidemark: " + draft.message().lines().findFirst().orElse(""), false);
        return switch (update.update()) {
            case NEW, FAST_FORWARD, FORCED, NO_CHANGE ->
                new CommitResult.Committed(owner.commit(id), follower.follow(tree));
            case LOCK_FAILURE -> new CommitResult.Raced();
            default -> throw new IOException("the ref " + ref + " could not be moved: " + update.getResult());
        };
    }

    private static CommitBuilder commit(ObjectId tree, List<Commit> parents, CommitDraft draft, CommitSigner signer)
            throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        for (Commit parent : parents) {
            commit.addParentId(ObjectId.fromString(parent.id()));
        }
        commit.setAuthor(person(draft));
        commit.setCommitter(person(draft));
        commit.setMessage(draft.message());
        signer.sign(commit.build())
                .ifPresent(
                        armour -> commit.setGpgSignature(new GpgSignature(armour.getBytes(StandardCharsets.US_ASCII))));
        return commit;
    }

    private static PersonIdent person(CommitDraft draft) {
        return new PersonIdent(draft.authorName(), draft.authorEmail(), draft.time(), ZoneOffset.UTC);
    }

    /** What was not committed leaves no trace. */
    @Override
    public void close() {
        pack.close();
    }
}
