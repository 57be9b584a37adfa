package dev.tidemark.snapshots.trust;

import static dev.tidemark.snapshots.git.GitPrograms.git;
import static dev.tidemark.snapshots.trust.SignedHistory.ID;
import static dev.tidemark.snapshots.trust.SignedHistory.KEY;
import static dev.tidemark.snapshots.trust.SignedHistory.OTHER;
import static dev.tidemark.snapshots.trust.SignedHistory.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.trust.Defect.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainTest {

    @TempDir
    Path folder;

    private SignedHistory history;
    private Commit root;

    @BeforeEach
    void create() throws IOException, InterruptedException {
        history = new SignedHistory(folder.resolve("repo"));
        root = history.root();
    }

    @AfterEach
    void close() {
        history.close();
    }

    private static void only(Proof proof, Kind kind, Commit where) {
        assertThat(proof.holds()).isFalse();
        assertThat(proof.defects()).singleElement().satisfies(defect -> {
            assertThat(defect.kind()).isEqualTo(kind);
            assertThat(defect.commit()).isEqualTo(where.id());
        });
    }

    @Test
    void a_history_that_one_key_has_signed_whole_is_proven() throws IOException, InterruptedException {
        Commit tip = history.grow(root, 3).getLast();
        Proof proof = history.verify(tip);
        assertThat(proof.holds()).isTrue();
        assertThat(proof.walked()).isEqualTo(4);
        assertThat(proof.verified()).isEqualTo(4);
        assertThat(proof.root()).contains(root.id());
        assertThat(proof.signers()).containsExactly(KEY.fingerprint());
    }

    @Test
    void an_unsigned_commit_in_the_middle_is_found() throws IOException, InterruptedException {
        Commit first = history.grow(root, 1).getLast();
        Commit bad = history.next().on(first).unsigned().write();
        only(history.verify(history.grow(bad, 2).getLast()), Kind.UNSIGNED, bad);
    }

    @Test
    void a_commit_that_was_altered_after_it_was_signed_is_found() throws IOException, InterruptedException {
        Commit bad = history.next().on(root).altered().write();
        only(history.verify(history.grow(bad, 1).getLast()), Kind.TAMPERED, bad);
    }

    @Test
    void an_unsigned_commit_that_a_merge_brings_in_is_found() throws IOException, InterruptedException {
        Commit main = history.grow(root, 1).getLast();
        Commit side = history.next().on(root).unsigned().write();
        Commit merge = history.next().on(main, side).write();
        only(history.verify(merge), Kind.UNSIGNED, side);
    }

    @Test
    void a_key_that_nobody_trusts_is_found() throws IOException, InterruptedException {
        Commit bad = history.next().on(root).signedBy(OTHER).write();
        Proof proof = history.verify(bad);
        only(proof, Kind.UNKNOWN_KEY, bad);
        assertThat(proof.defects().getFirst().why()).contains(OTHER.fingerprint());
    }

    @Test
    void a_revoked_key_proves_nothing_whenever_it_signed() throws IOException, InterruptedException {
        Commit tip = history.next().on(root).signedBy(OTHER).write();
        TrustedSigners both = TrustedSigners.parse(KEY.fingerprint() + "\n" + OTHER.fingerprint());
        Chain before = new Chain(history.repository(), both, ID);
        assertThat(before.verify(tip, "default", Optional.empty()).holds()).isTrue();
        Chain after = new Chain(history.repository(), both.revoking(OTHER.publicLine()), ID);
        only(after.verify(tip, "default", Optional.empty()), Kind.REVOKED_KEY, tip);
    }

    @Test
    void a_key_signs_nothing_outside_of_its_time() throws IOException, InterruptedException {
        Commit tip = history.next().on(root).signedBy(OTHER).write();
        String line = "x@y namespaces=\"git\",valid-before=\"20260101Z\" " + OTHER.publicLine();
        Chain chain = new Chain(history.repository(), TrustedSigners.parse(KEY.fingerprint() + "\n" + line), ID);
        only(chain.verify(tip, "default", Optional.empty()), Kind.REVOKED_KEY, tip);
    }

    @Test
    void a_signature_of_another_program_is_said_to_be_one() throws IOException, InterruptedException {
        Commit pgp = history.next()
                .on(root)
                .signature("-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----")
                .write();
        Proof proof = history.verify(pgp);
        only(proof, Kind.UNSUPPORTED, pgp);
        assertThat(proof.defects().getFirst().why()).contains("OpenPGP");
        Commit x509 = history.next()
                .on(root)
                .signature("-----BEGIN SIGNED MESSAGE-----\nMIIQ\n-----END SIGNED MESSAGE-----")
                .write();
        assertThat(history.verify(x509).defects().getFirst().why()).contains("X.509");
    }

    @ParameterizedTest
    @CsvSource({
        "ffffffffffffffffffffffffffffffff, default, 5, the repository ffff",
        "0123456789abcdef0123456789abcdef, other, 5, the component other",
        "0123456789abcdef0123456789abcdef, default, many, which one it is",
        "0123456789abcdef0123456789abcdef, default, 1, follows number 1"
    })
    void what_a_commit_says_of_itself_must_fit_its_place(
            String repository, String component, String number, String said) throws IOException, InterruptedException {
        Commit first = history.grow(root, 1).getLast();
        Commit bad = history.next()
                .on(first)
                .saying(message(repository, component, number))
                .write();
        Proof proof = history.verify(bad);
        only(proof, Kind.TRAILERS, bad);
        assertThat(proof.defects().getFirst().why()).contains(said);
    }

    @Test
    void a_commit_without_trailers_is_none_of_a_machine() throws IOException, InterruptedException {
        Commit bad = history.next().on(root).saying("By hand\n").write();
        only(history.verify(bad), Kind.TRAILERS, bad);
    }

    @Test
    void a_commit_from_before_its_parent_is_found() throws IOException, InterruptedException {
        Commit first = history.next().on(root).at(500).write();
        Commit bad = history.next().on(first).at(499).write();
        only(history.verify(bad), Kind.TIME, bad);
    }

    @Test
    void a_branch_that_was_put_back_is_found() throws IOException, InterruptedException {
        List<Commit> commits = history.grow(root, 3);
        Pin pin = history.pin(root, commits.getLast());
        only(history.verify(commits.get(1), Optional.of(pin)), Kind.REWOUND, commits.get(1));
        Commit fork = history.next().on(commits.get(1)).write();
        only(history.verify(fork, Optional.of(pin)), Kind.REWOUND, fork);
    }

    @Test
    void what_was_verified_is_not_walked_again_but_is_with_another_trust() throws IOException, InterruptedException {
        List<Commit> commits = history.grow(root, 5);
        Commit tip = commits.getLast();
        assertThat(history.verify(tip, Optional.of(history.pin(root, commits.get(3))))
                        .walked())
                .isEqualTo(1);
        assertThat(history.verify(tip, Optional.of(history.pin(root, tip))).walked())
                .isZero();
        Pin other = new Pin(root.id(), tip.id(), "0".repeat(64));
        assertThat(history.verify(tip, Optional.of(other)).walked()).isEqualTo(6);
    }

    @Test
    void a_history_that_begins_elsewhere_is_another_one() throws IOException, InterruptedException {
        Commit elsewhere = history.next().write();
        Commit tip = history.grow(elsewhere, 1).getLast();
        Pin pin = new Pin(root.id(), tip.id(), "0".repeat(64));
        only(history.verify(tip, Optional.of(pin)), Kind.OTHER_ROOT, elsewhere);
    }

    @Test
    void a_history_cannot_be_joined_with_an_unrelated_one() throws IOException, InterruptedException {
        Commit unrelated = history.next().write();
        Commit tip = history.grow(root, 1).getLast();
        Commit merge = history.next().on(tip, unrelated).write();
        assertThat(history.verify(merge).defects()).extracting(Defect::kind).containsExactly(Kind.OTHER_ROOT);
    }

    @Test
    void a_commit_that_is_lost_is_named() throws IOException, InterruptedException {
        List<Commit> commits = history.grow(root, 3);
        history.delete(commits.getFirst());
        try (SnapshotRepository fresh =
                SnapshotRepository.open(history.repository().directory())) {
            Proof proof =
                    new Chain(fresh, SignedHistory.trust(), ID).verify(commits.getLast(), "default", Optional.empty());
            only(proof, Kind.MISSING, commits.getFirst());
        }
    }

    @Test
    void a_shallow_clone_proves_nothing() throws IOException, InterruptedException {
        Commit tip = history.grow(root, 3).getLast();
        history.repository().move(history.ref(), Optional.empty(), tip);
        git(
                folder,
                "clone",
                "-q",
                "--bare",
                "--depth",
                "1",
                history.repository().directory().toUri().toString(),
                "shallow");
        try (SnapshotRepository shallow = SnapshotRepository.open(folder.resolve("shallow"))) {
            Proof proof = new Chain(shallow, SignedHistory.trust(), ID)
                    .verify(shallow.commit(tip.id()), "default", Optional.of(history.pin(root, tip)));
            only(proof, Kind.SHALLOW, tip);
        }
    }

    private static String epoch(int number, String last) {
        return message(ID, "default", Integer.toString(number))
                .replace("Tidemark-Seq", "Tidemark-Previous-Epoch: " + last + "\nTidemark-Seq");
    }

    @Test
    void a_new_epoch_goes_on_from_the_one_before() throws IOException, InterruptedException {
        Commit last = history.grow(root, 2).getLast();
        Commit first = history.next().saying(epoch(3, last.id())).write();
        Commit tip = history.grow(first, 1).getLast();
        Proof proof = history.verify(tip, Optional.of(new Pin(root.id(), last.id(), "0".repeat(64))));
        assertThat(proof.defects()).isEmpty();
        assertThat(proof.walked()).isEqualTo(5);
        assertThat(proof.root()).contains(root.id());
        assertThat(history.verify(tip, Optional.of(history.pin(root, last))).walked())
                .isEqualTo(2);
    }

    @Test
    void an_epoch_that_was_dropped_is_not_missed() throws IOException, InterruptedException {
        String gone = "1".repeat(40);
        Commit first = history.next().saying(epoch(7, gone)).write();
        Proof proof = history.verify(first, Optional.of(new Pin(root.id(), gone, "0".repeat(64))));
        assertThat(proof.holds()).isTrue();
        assertThat(proof.root()).contains(first.id());
    }

    @Test
    void an_epoch_with_other_files_than_the_one_before_ended_with_is_none() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("file"), "1");
        String blob = git(history.repository().directory(), "hash-object", "-w", file.toString());
        Path list = Files.writeString(folder.resolve("list"), "100644 blob " + blob + "\tfile\n");
        String tree = history.run("sh", "-c", "git mktree < " + list).text().strip();
        Commit last = history.grow(root, 1).getLast();
        Commit first = history.next().saying(epoch(2, last.id())).tree(tree).write();
        only(history.verify(first), Kind.TRAILERS, first);
    }

    @Test
    void a_restore_point_beside_the_history_is_proven_by_itself() throws IOException, InterruptedException {
        List<Commit> commits = history.grow(root, 2);
        Commit point = history.next().on(commits.getFirst()).write();
        Commit forged = history.next().on(commits.getFirst()).unsigned().write();
        Chain chain = new Chain(history.repository(), SignedHistory.trust(), ID);
        assertThat(chain.beside(point, commits.getLast(), "default").walked()).isEqualTo(1);
        assertThat(chain.beside(point, commits.getLast(), "default").holds()).isTrue();
        only(chain.beside(forged, commits.getLast(), "default"), Kind.UNSIGNED, forged);
    }
}
