package dev.tidemark.snapshots.trust;

import static dev.tidemark.snapshots.git.GitPrograms.git;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.GitPrograms;
import dev.tidemark.snapshots.git.SigningKey;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TrustedSigners;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A history whose commits a test makes one by one, each as it likes: {@code git commit-tree}, so that anything can be wrong. */
final class SignedHistory implements AutoCloseable {

    static final String ID = "0123456789abcdef0123456789abcdef";
    static final SigningKey KEY = SigningKey.generate("backup@shop");
    static final SigningKey OTHER = SigningKey.generate("somebody@else");

    private static final String REF = "refs/heads/live/default";
    private static final long START = 1_767_323_045;

    private final SnapshotRepository repository;
    private final String tree;
    private int sequence;

    SignedHistory(Path folder) throws IOException, InterruptedException {
        this.repository = SnapshotRepository.create(folder, true, "live/default");
        this.tree = git(folder, "hash-object", "-t", "tree", "-w", "/dev/null");
    }

    SnapshotRepository repository() {
        return repository;
    }

    /** A commit that is as it should be, but for what is set. */
    final class Draft {

        private List<String> parents = new ArrayList<>();
        private String tree = SignedHistory.this.tree;
        private String message = "";
        private long time;
        private Optional<SigningKey> key = Optional.of(KEY);
        private boolean altered;
        private String foreign = "";

        Draft(int number) {
            this.message = message(ID, "default", Integer.toString(number));
            this.time = START + number;
        }

        Draft on(Commit... commits) {
            parents = java.util.Arrays.stream(commits).map(Commit::id).toList();
            return this;
        }

        Draft onId(String id) {
            parents = List.of(id);
            return this;
        }

        Draft tree(String id) {
            tree = id;
            return this;
        }

        Draft saying(String text) {
            message = text;
            return this;
        }

        Draft at(long seconds) {
            time = START + seconds;
            return this;
        }

        Draft signedBy(SigningKey signer) {
            key = Optional.of(signer);
            return this;
        }

        Draft unsigned() {
            key = Optional.empty();
            return this;
        }

        /** The message is another one than was signed. */
        Draft altered() {
            altered = true;
            return this;
        }

        /** It carries a signature of another program. */
        Draft signature(String armour) {
            foreign = armour;
            return this;
        }

        Commit write() throws IOException, InterruptedException {
            String headers = "tree " + tree + "\n"
                    + String.join(
                            "", parents.stream().map(p -> "parent " + p + "\n").toList())
                    + "author T <t@example.com> " + time + " +0000\n"
                    + "committer T <t@example.com> " + time + " +0000\n";
            String payload = headers + "\n" + message;
            String armour = foreign.isEmpty()
                    ? key.flatMap(k -> k.sign(payload.getBytes(StandardCharsets.UTF_8)))
                            .orElse("")
                    : foreign;
            String signature =
                    armour.isEmpty() ? "" : "gpgsig " + armour.strip().replace("\n", "\n ") + "\n";
            Path file = Files.createTempFile(repository.directory(), "commit", "");
            Files.writeString(file, headers + signature + "\n" + (altered ? "Altered. " : "") + message);
            String id = git(repository.directory(), "hash-object", "-t", "commit", "-w", file.toString());
            Files.delete(file);
            return repository.commit(id);
        }
    }

    static String message(String repository, String component, String number) {
        return "Snapshot " + number + "\n\nTidemark-Repository: " + repository + "\nTidemark-Component: " + component
                + "\nTidemark-Status: Complete\nTidemark-Seq: " + number + "\n";
    }

    /** The next one in order. */
    Draft next() {
        sequence++;
        return new Draft(sequence);
    }

    /** A commit without parents, as init makes it. */
    Commit root() throws IOException, InterruptedException {
        return new Draft(0)
                .saying("Begin\n\nTidemark-Repository: " + ID + "\nTidemark-Component: default\n")
                .write();
    }

    /** {@code count} good commits on top of {@code from}. */
    List<Commit> grow(Commit from, int count) throws IOException, InterruptedException {
        List<Commit> commits = new ArrayList<>();
        Commit tip = from;
        for (int i = 0; i < count; i++) {
            tip = next().on(tip).write();
            commits.add(tip);
        }
        return commits;
    }

    static TrustedSigners trust() {
        return TrustedSigners.parse(KEY.fingerprint());
    }

    Proof verify(Commit tip) {
        return verify(tip, Optional.empty());
    }

    Proof verify(Commit tip, Optional<Pin> pin) {
        return new Chain(repository, trust(), ID).verify(tip, "default", pin);
    }

    Pin pin(Commit anchor, Commit verified) {
        return new Pin(anchor.id(), verified.id(), trust().digest());
    }

    void delete(Commit commit) throws IOException {
        Path object = repository
                .directory()
                .resolve("objects")
                .resolve(commit.id().substring(0, 2))
                .resolve(commit.id().substring(2));
        object.toFile().setWritable(true);
        Files.delete(object);
    }

    GitPrograms.Output run(String... command) throws IOException, InterruptedException {
        return GitPrograms.run(repository.directory(), command);
    }

    String ref() {
        return REF;
    }

    @Override
    public void close() {
        repository.close();
    }
}
