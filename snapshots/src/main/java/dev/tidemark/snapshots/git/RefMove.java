package dev.tidemark.snapshots.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/**
 * Moves one ref to a commit that is on the disk already: the instant at which a commit becomes visible. What an earlier
 * writer left behind when it was killed is put right first.
 */
final class RefMove {

    private final Repository git;
    private final Path directory;
    private final String ref;
    private final Commit commit;

    RefMove(Repository git, String ref, Commit commit) {
        this.git = git;
        this.directory = git.getDirectory().toPath();
        this.ref = ref;
        this.commit = commit;
    }

    /** Moves the ref if it still points to {@code expected}; clean checked-out files follow. */
    CommitResult from(Optional<Commit> expected) throws IOException {
        try (WriterLock lock = WriterLock.acquire(directory)) {
            new Recovery(git).recover(lock.unfinished());
            Optional<ObjectId> oldTree = expected.map(c -> ObjectId.fromString(c.tree()));
            WorkTreeFollower follower = WorkTreeFollower.before(git, ref, oldTree);
            lock.begin(new WriterLock.Move(ref, oldTree.map(ObjectId::name).orElse(""), commit.tree()));
            RefUpdate update = update();
            update.setExpectedOldObjectId(
                    expected.map(c -> ObjectId.fromString(c.id())).orElse(ObjectId.zeroId()));
            if (!update(update)) {
                CommitResult raced = raced(expected);
                lock.done();
                return raced;
            }
            WorkTree files = follow(follower);
            if (!(files instanceof WorkTree.LeftBehind)) {
                lock.done();
            }
            return new CommitResult.Committed(commit, files);
        }
    }

    /** The ref has moved: files that cannot be written are no reason to say that the commit failed. */
    private WorkTree follow(WorkTreeFollower follower) {
        try {
            return follower.follow(ObjectId.fromString(commit.tree()));
        } catch (IOException e) {
            return new WorkTree.LeftBehind(GitErrors.describe(e));
        }
    }

    /** Finishes the move that an earlier writer could not finish, if there is one. */
    static void settle(Repository git) throws IOException {
        Path directory = git.getDirectory().toPath();
        if (!WriterLock.leftUnfinished(directory)) {
            return;
        }
        try (WriterLock lock = WriterLock.acquire(directory)) {
            new Recovery(git).recover(lock.unfinished());
            lock.done();
        }
    }

    void fromAnywhere() throws IOException {
        try (WriterLock lock = WriterLock.acquire(directory)) {
            new Recovery(git).recover(lock.unfinished());
            lock.begin(new WriterLock.Move(ref, "", commit.tree()));
            if (!update(update())) {
                throw locked();
            }
            lock.done();
        }
    }

    private RefUpdate update() throws IOException {
        RefUpdate update = git.updateRef(ref);
        update.setNewObjectId(ObjectId.fromString(commit.id()));
        update.setForceUpdate(true);
        update.setRefLogIdent(new PersonIdent("Tidemark", ""));
        update.setRefLogMessage("tidemark: " + commit.subject(), false);
        return update;
    }

    /** Whether the ref is on the commit now; false when it is elsewhere than expected, or locked. */
    private boolean update(RefUpdate update) throws IOException {
        RefUpdate.Result result = update.update();
        return switch (result) {
            case NEW, FAST_FORWARD, FORCED, NO_CHANGE -> true;
            case LOCK_FAILURE -> false;
            default -> throw new IOException("the ref " + ref + " could not be moved: " + result);
        };
    }

    /** Someone else moved the ref meanwhile; or a program that does not take our lock, such as git, holds it. */
    private CommitResult raced(Optional<Commit> expected) throws IOException {
        Ref now = git.exactRef(ref);
        Optional<String> id = Optional.ofNullable(now).map(Ref::getObjectId).map(ObjectId::name);
        if (!id.equals(expected.map(Commit::id))) {
            return new CommitResult.Raced();
        }
        throw locked();
    }

    private IOException locked() {
        return new IOException(
                "another program holds " + directory.resolve(ref + ".lock") + "; delete it if no git runs");
    }
}
