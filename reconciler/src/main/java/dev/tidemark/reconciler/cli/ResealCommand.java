package dev.tidemark.reconciler.cli;

import dev.tidemark.reconciler.capture.SnapshotReport;
import dev.tidemark.reconciler.capture.SnapshotRequest;
import dev.tidemark.reconciler.keys.KeyUse;
import dev.tidemark.reconciler.keys.Upkeep;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.seal.Resealer;
import dev.tidemark.snapshots.seal.Resealing;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.yaml.MalformedYaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tidemark reseal}: of manifests, or of the snapshot repository. */
@Command(
        name = "reseal",
        description = "Moves sealed items to another certificate.",
        footer = {
            "",
            "Without -f: a snapshot that also seals anew, from the live values, what is sealed for another certificate",
            "than the repository's. It needs no private key. At most --max-per-commit items each time, and the answer",
            "says how many are left: run it again, or from cron, until none is. What older snapshots hold stays as it",
            "is, so keep the old key. It is no substitute for new passwords where a key was stolen.",
            "With -f: manifests, whose items are opened with --keys and sealed for --cert. All other bytes stay."
        })
final class ResealCommand extends Verb {

    @Mixin
    ManifestFiles files = new ManifestFiles();

    @Option(
            names = "--cert",
            paramLabel = "FILE|controller",
            description = "With -f: the certificate to move to. Default: the one of the snapshot repository here.")
    @Nullable
    String certificate;

    @Option(
            names = "--cert-not",
            paramLabel = "SHA256:…",
            description = "Without -f: leave what is sealed for this certificate, too (repeatable).")
    List<String> stay = new ArrayList<>();

    @Option(
            names = "--max-per-commit",
            paramLabel = "N",
            defaultValue = "500",
            description = "Without -f: at most so many items, about 0.6 KB of Git each. Default: 500.")
    int most;

    ResealCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        atLeastOne("--max-per-commit", most);
        return files.named() ? manifests() : repository();
    }

    private int manifests() {
        byte[] text = files.bytes(terminal);
        switch (reseal(text)) {
            case Resealer.Resealed.Moved moved -> write(moved);
            case Resealer.Resealed.Unopenable closed ->
                throw Failure.failed(
                        "no-key",
                        "reseal the SealedSecrets of " + files.origin(),
                        "no key opens " + String.join("\n  no key opens ", closed.items()),
                        "give the private sealing keys with --keys");
        }
        return ExitCode.DONE;
    }

    private Resealer.Resealed reseal(byte[] text) {
        try {
            return workbench.resealer(global, Optional.ofNullable(certificate)).reseal(text);
        } catch (MalformedYaml e) {
            throw files.unreadable(String.valueOf(e.getMessage()));
        }
    }

    private void write(Resealer.Resealed.Moved moved) {
        if (files.to().isEmpty()) {
            answers.print(moved.text());
            return;
        }
        OwnerOnlyFile.replace(files.to().get(), moved.text());
        say("Moved " + Phrases.count(moved.moved(), "item") + " into "
                + files.to().get()
                + (moved.kept() == 0
                        ? ""
                        : "; " + Phrases.count(moved.kept(), "item") + " had the certificate already"));
    }

    private int repository() {
        try (Session session = workbench.openWithCluster(global)) {
            Upkeep.Kept kept = session.upkeep().look();
            kept.notes().forEach(note -> terminal.err().println("  " + note));
            SealingCertificate target = kept.certificate()
                    .orElseThrow(() -> Failure.usage(
                            "no-certificate",
                            "reseal the repository",
                            "it has no sealing certificate here",
                            "copy its key folder to this machine"));
            Set<String> staying = new HashSet<>(stay);
            staying.add(target.fingerprint());
            History history = session.history();
            int before = left(history, staying);
            SnapshotReport report;
            try (ProgressLine progress = progress()) {
                report = session.snapshotter(Resealing.allBut(staying, most))
                        .snapshot(history, request(session, history, target), progress);
            }
            print(report, target, before, left(history, staying));
            return report.complete() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private static SnapshotRequest request(Session session, History history, SealingCertificate target) {
        return new SnapshotRequest(
                history.component(),
                session.policy(),
                session.selectionOf(history.component()),
                false,
                "Seal for " + target.fingerprint(),
                false,
                true,
                false,
                false);
    }

    private static int left(History history, Set<String> staying) {
        return history.tip()
                .map(tip -> KeyUse.of(history.open(tip)).itemsNotOf(staying))
                .orElse(0);
    }

    private void print(SnapshotReport report, SealingCertificate target, int before, int left) {
        if (!text()) {
            answers.print(
                    SnapshotCommand.json(report)
                            .put("certificate", target.fingerprint())
                            .put("moved", before - left)
                            .put("left", left),
                    global.output());
            return;
        }
        say(
                report.changed()
                        ? "Committed " + report.commit().map(Commit::shortId).orElse("") + " on live/"
                                + report.component()
                        : "Nothing to commit on live/" + report.component());
        say("  " + Phrases.count(before - left, "item") + " moved to " + target.fingerprint() + ", "
                + Phrases.number(left) + " left" + (left == 0 ? "." : ": run it again."));
    }
}
