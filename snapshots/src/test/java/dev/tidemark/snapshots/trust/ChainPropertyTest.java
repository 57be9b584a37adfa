package dev.tidemark.snapshots.trust;

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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** One thing goes wrong somewhere in a history of any shape: it is found there, named as what it is, and nothing else is. */
class ChainPropertyTest {

    /** What goes wrong, and what it is to be called. */
    enum Wrong {
        UNSIGNED(Kind.UNSIGNED),
        ALTERED(Kind.TAMPERED),
        OTHER_KEY(Kind.UNKNOWN_KEY),
        REVOKED_KEY(Kind.REVOKED_KEY),
        OPENPGP(Kind.UNSUPPORTED),
        OTHER_REPOSITORY(Kind.TRAILERS),
        OTHER_COMPONENT(Kind.TRAILERS),
        SAME_NUMBER(Kind.TRAILERS),
        NO_TRAILERS(Kind.TRAILERS),
        EARLIER(Kind.TIME),
        LOST(Kind.MISSING);

        private final Kind kind;

        Wrong(Kind kind) {
            this.kind = kind;
        }
    }

    private static SignedHistory.Draft spoilt(SignedHistory.Draft draft, Wrong wrong, int number) {
        return switch (wrong) {
            case UNSIGNED -> draft.unsigned();
            case ALTERED -> draft.altered();
            case OTHER_KEY, REVOKED_KEY -> draft.signedBy(OTHER);
            case OPENPGP -> draft.signature("-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----");
            case OTHER_REPOSITORY -> draft.saying(message("f".repeat(32), "default", Integer.toString(number)));
            case OTHER_COMPONENT -> draft.saying(message(ID, "other", Integer.toString(number)));
            case SAME_NUMBER -> draft.saying(message(ID, "default", Integer.toString(number - 1)));
            case NO_TRAILERS -> draft.saying("By hand\n");
            case EARLIER -> draft.at(-1000);
            case LOST -> draft;
        };
    }

    @Property(tries = 60)
    void a_single_defect_anywhere_is_found_where_it_is_and_called_by_its_name(
            @ForAll Wrong wrong, @ForAll @IntRange(min = 2, max = 8) int length, @ForAll Random random)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("chain-");
        try (SignedHistory history = new SignedHistory(folder.resolve("repo"))) {
            int where = 2 + random.nextInt(length - 1);
            List<Commit> commits = new ArrayList<>(List.of(history.root()));
            for (int i = 1; i <= length; i++) {
                Commit before = commits.getLast();
                boolean merges = i > 2 && i != where && random.nextBoolean();
                SignedHistory.Draft draft = merges
                        ? history.next().on(before, commits.get(random.nextInt(i - 1)))
                        : history.next().on(before);
                commits.add((i == where ? spoilt(draft, wrong, i) : draft).write());
            }
            if (wrong == Wrong.LOST) {
                history.delete(commits.get(where));
            }
            Commit tip = commits.getLast();
            Commit checked = wrong == Wrong.LOST && where == length ? commits.getFirst() : tip;
            try (SnapshotRepository fresh =
                    SnapshotRepository.open(history.repository().directory())) {
                Proof proof = new Chain(fresh, trust(wrong), ID).verify(checked, "default", Optional.empty());
                if (checked.equals(commits.getFirst())) {
                    assertThat(proof.holds()).isTrue();
                } else {
                    assertThat(proof.holds()).isFalse();
                    assertThat(proof.defects()).isNotEmpty().allSatisfy(defect -> {
                        assertThat(defect.kind()).isEqualTo(wrong.kind);
                        assertThat(defect.commit()).isEqualTo(commits.get(where).id());
                    });
                }
            }
        } finally {
            delete(folder);
        }
    }

    private static TrustedSigners trust(Wrong wrong) {
        return wrong == Wrong.REVOKED_KEY
                ? TrustedSigners.parse(KEY.fingerprint() + "\n" + OTHER.fingerprint())
                        .revoking(OTHER.fingerprint())
                : TrustedSigners.parse(KEY.fingerprint());
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> files = Files.walk(folder)) {
            paths = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
