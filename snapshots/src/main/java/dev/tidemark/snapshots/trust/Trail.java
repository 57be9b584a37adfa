package dev.tidemark.snapshots.trust;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.layout.RepositoryFile;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.layout.Trailers;
import java.math.BigInteger;
import java.util.Optional;

/** Whether what a commit says of itself, inside of what is signed, fits the place where it stands. */
final class Trail {

    private Trail() {}

    /** What is wrong with a commit of a machine-written branch; one that begins it may say less. */
    static Optional<String> ofMachine(Commit commit, boolean beginning, String repository, String component) {
        Trailers trailers = Trailers.of(commit.message());
        if (!beginning && sequence(commit).isEmpty()) {
            return Optional.of("it does not say which one it is (" + Trailers.SEQUENCE + ")");
        }
        return differs(trailers, Trailers.REPOSITORY, repository, "repository")
                .or(() -> differs(trailers, Trailers.COMPONENT, component, "component"));
    }

    /** What is wrong with any commit: a person's has no trailers, but the file that names the repository. */
    static Optional<String> ofAny(SnapshotRepository git, Commit commit, String repository, String component) {
        Trailers trailers = Trailers.of(commit.message());
        if (trailers.get(Trailers.REPOSITORY).isPresent() || trailers.snapshot()) {
            return ofMachine(commit, false, repository, component);
        }
        Optional<String> named = git.blobAt(commit, SnapshotLayout.REPOSITORY)
                .map(git::read)
                .map(file -> RepositoryFile.parse(file).repository());
        return named.equals(Optional.of(repository))
                ? Optional.empty()
                : Optional.of(
                        "it belongs to " + named.map(n -> "the repository " + n).orElse("no repository"));
    }

    private static Optional<String> differs(Trailers trailers, String key, String expected, String what) {
        Optional<String> said = trailers.get(key);
        return said.equals(Optional.of(expected))
                ? Optional.empty()
                : Optional.of(said.map(s -> "it belongs to the " + what + " " + s + ", not to " + expected)
                        .orElse("it does not say to which " + what + " it belongs (" + key + ")"));
    }

    /** The place of a snapshot in its component's history. */
    static Optional<BigInteger> sequence(Commit commit) {
        return Trailers.of(commit.message())
                .get(Trailers.SEQUENCE)
                .filter(s -> s.matches("[0-9]{1,18}"))
                .map(BigInteger::new);
    }
}
