package dev.tidemark.reconciler.bundle;

import dev.tidemark.reconciler.keys.EscrowList;
import dev.tidemark.snapshots.bundle.BundleWriter;
import dev.tidemark.snapshots.bundle.SideFile;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.ClusterFile;
import dev.tidemark.snapshots.layout.Trailers;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What the person reads who has nothing but an unpacked bundle and stock programs. */
final class Readme {

    private final History history;
    private final Snapshot snapshot;
    private final PlainManifests.Read manifests;
    private final EscrowList escrow;
    private final Instant createdAt;
    private final BundleWriter writer;

    Readme(
            History history,
            Snapshot snapshot,
            PlainManifests.Read manifests,
            EscrowList escrow,
            Instant createdAt,
            BundleWriter writer) {
        this.history = history;
        this.snapshot = snapshot;
        this.manifests = manifests;
        this.escrow = escrow;
        this.createdAt = createdAt;
        this.writer = writer;
    }

    String text() {
        return head()
                + shortfalls()
                + keys()
                + """

                Whoever can read these files can do all that the cluster can: keep them on a file system in memory
                (/dev/shm), and delete them when you are done.

                1. Is what was unpacked whole?
                     sha256sum -c SHA256SUMS

                2. Bring it back with kubectl. Run each command again, at most three times, until it says nothing of
                   errors: custom resources need their definitions first.
                     kubectl apply -f keys.yaml     # only where a sealed-secrets controller will run, before it starts
                     kubectl apply --server-side --force-conflicts -R -f cluster -f namespaces
                   Where there is a folder cluster/admissionregistration.k8s.io, move it away before, and apply it last.
                   One namespace alone: -R -f namespaces/NAME

                3. Or go on with Tidemark, in a clone of the snapshot repository:
                     tidemark keys init --from keys.yaml
                     tidemark restore latest

                How a bundle is opened without Tidemark (F is its file; what stands beside it belongs to it):
                     F=backup.tar.gz.enc
                   Is it ours? allowed_signers should come from elsewhere than a bundle.
                     ssh-keygen -Y verify -f allowed_signers -I tidemark@localhost -n %1$s -s $F.json.sig < $F.json
                   Is it whole? The sum must also be the one in $F.json.
                     sha256sum -c $F.sha256
                   Was it written by somebody who has the passphrase? The last line must be the hmac in $F.json. The
                   passphrase is an argument here, which others on the same machine can see.
                     SALT=$(tail -c +9 $F | head -c 8 | od -An -v -tx1 | tr -d ' \\n')
                     KEY=$(openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt pass:"$TIDEMARK_BUNDLE_PASSPHRASE" \\
                       -kdfopt hexsalt:${SALT}6d6163 -kdfopt iter:%2$d -binary PBKDF2 | od -An -v -tx1 | tr -d ' \\n')
                     openssl dgst -sha256 -mac HMAC -macopt hexkey:$KEY $F
                   Only then, since openssl itself notices nothing:
                     %3$s
                     mkdir backup && tar -xzf backup.tar.gz -C backup
                """.formatted(SideFile.NAMESPACE, BundleWriter.ITERATIONS, writer.command("$F"));
    }

    private String head() {
        Commit commit = snapshot.commit();
        String newest = history.tip().orElse(commit).id();
        return lines(
                "Break-glass bundle, made by Tidemark at " + createdAt,
                "",
                "cluster   " + snapshot.cluster().map(ClusterFile::cluster).orElse("unknown"),
                "state     of commit " + commit.id() + ", " + commit.time() + ", "
                        + snapshot.trailers().get(Trailers.STATUS).orElse("no snapshot"),
                "newest    commit of live/" + history.component() + " then: "
                        + (newest.equals(commit.id()) ? "the same" : newest),
                "objects   " + number(manifests.entries().size()) + ", of which " + number(manifests.opened())
                        + " are sealed in the repository, and in PLAIN TEXT here",
                "missing   " + (manifests.shortfalls().isEmpty() ? "nothing" : "see below"));
    }

    private String shortfalls() {
        StringBuilder text = new StringBuilder();
        section(text, "Still sealed, since they could not be opened when this was made:", true);
        section(text, "Not in here, since the repository has lost them:", false);
        return text.toString();
    }

    private void section(StringBuilder text, String title, boolean sealed) {
        List<Shortfall> found = manifests.shortfalls().stream()
                .filter(shortfall -> shortfall.sealed() == sealed)
                .toList();
        if (!found.isEmpty()) {
            text.append('\n').append(lines(title));
            found.forEach(one -> text.append(lines("  " + one.id() + ": " + one.why())));
        }
    }

    /** Which private keys are in it decides what else can still be opened. */
    private String keys() {
        List<String> names = escrow.names();
        return names.isEmpty()
                ? lines("", "keys.yaml holds no keys: none were on the machine that made this.")
                : lines("", "keys.yaml holds the keys " + String.join(", ", names) + ".");
    }

    private static String lines(String... lines) {
        return String.join("\n", lines) + "\n";
    }

    private static String number(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
