package dev.tidemark.snapshots.git;

import dev.tidemark.snapshots.model.Failure;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;

/** What a broken repository or disk means to a person. */
final class GitErrors {

    private GitErrors() {}

    static Failure read(Path repository, IOException e) {
        if (e instanceof MissingObjectException || e instanceof CorruptObjectException) {
            return Failure.failed(
                    "corrupt-repository",
                    "read the repository " + repository,
                    String.valueOf(e.getMessage()),
                    "git fsck shows the damage; restore the repository from a remote or a copy",
                    e);
        }
        return Failure.failed(
                "storage", "read the repository " + repository, describe(e), "check the disk and the permissions", e);
    }

    static Failure write(Path repository, IOException e) {
        return Failure.failed(
                "storage",
                "write to the repository " + repository,
                describe(e),
                "make room, or check the permissions; the history is as it was before",
                e);
    }

    static Failure open(Path directory, IOException e) {
        return e instanceof RepositoryNotFoundException
                ? notARepository(directory)
                : Failure.failed(
                        "corrupt-repository",
                        "open the repository " + directory,
                        describe(e),
                        "git fsck shows the damage; restore the repository from a remote or a copy",
                        e);
    }

    static Failure notARepository(Path directory) {
        return Failure.usage(
                "not-a-repository",
                "open the snapshot repository " + directory,
                "there is none",
                "name it with -C or TIDEMARK_REPO, or make one: tidemark init " + directory);
    }

    /** The first cause, in its own words. */
    static String describe(IOException e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
