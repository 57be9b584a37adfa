package dev.tidemark.reconciler.keys;

import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import dev.tidemark.snapshots.seal.SealingCertificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Whether the certificate in force is the one to seal for: what {@link Upkeep} would find, without taking anything up. */
public final class CertificateCheck {

    private final KeyHome home;
    private final Clock clock;

    public CertificateCheck(KeyHome home, Clock clock) {
        this.home = home;
        this.clock = clock;
    }

    /** {@code cluster} is empty where none answers: then nothing is said of a controller. */
    public List<Finding> findings(Optional<Cluster> cluster) {
        Optional<SealingCertificate> pinned = home.sealingCertificate();
        if (pinned.isEmpty()) {
            return List.of(
                    Finding.fail(
                            "no-certificate",
                            "sealing certificate",
                            "there is none in " + home.place() + ": Secrets are left out of snapshots",
                            "bring the repository's keys here (tidemark keys init --from ESCROW), or seal anew with tidemark keys rotate"));
        }
        if (home.controller().isEmpty() && home.set().keyring().has(pinned.get())) {
            return List.of(Finding.ok("certificate-own", subject(pinned.get()), "is the repository's own"));
        }
        return cluster
                .map(c -> home.controller()
                        .map(controller -> followed(controller, pinned.get(), c))
                        .orElseGet(() -> named(pinned.get(), c)))
                .stream()
                .toList();
    }

    private static String subject(SealingCertificate certificate) {
        return "certificate " + certificate.fingerprint();
    }

    private static Finding followed(Controller controller, SealingCertificate pinned, Cluster cluster) {
        SealingCertificate served;
        try {
            served = controller.certificate(cluster);
        } catch (Failure away) {
            return Finding.warn(
                    "certificate-unasked",
                    subject(pinned),
                    "whether " + controller + " has renewed its key is not known: " + away.why(),
                    "see that the sealed-secrets controller runs, and that the account may reach its Service");
        }
        return switch (CertificateJudge.of(pinned, controller.namespace(), cluster)
                .served(served)) {
            case CertificateJudge.Verdict.Renewed renewed ->
                Finding.warn(
                        "certificate-renewed",
                        subject(pinned),
                        controller + " has made a newer key: " + renewed.fresh().fingerprint(),
                        "tidemark snapshot takes it up");
            case CertificateJudge.Verdict.Unknown unknown ->
                of(pinned, Upkeep.unknown(controller, pinned, unknown.served()));
            case CertificateJudge.Verdict.Current current -> current(pinned, controller.toString());
            case CertificateJudge.Verdict.Stale stale -> of(pinned, Upkeep.stale(pinned, stale.fresh()));
        };
    }

    private Finding named(SealingCertificate pinned, Cluster cluster) {
        List<SealingCertificate> known;
        try {
            known = ControllerKeys.in(cluster).keys().stream()
                    .map(ControllerKeys.Key::certificate)
                    .toList();
        } catch (Failure unreadable) {
            return Finding.warn(
                    "certificate-unasked",
                    subject(pinned),
                    "whether a controller has a newer one is not known: " + unreadable.why(),
                    unreadable.hint());
        }
        return new CertificateJudge(pinned, known).named(clock.instant())
                        instanceof CertificateJudge.Verdict.Stale stale
                ? of(pinned, Upkeep.stale(pinned, stale.fresh()))
                : current(pinned, "a file");
    }

    private static Finding current(SealingCertificate pinned, String source) {
        return Finding.ok(
                "certificate-current", subject(pinned), "is the one of " + source + ", and no newer one is known");
    }

    private static Finding of(SealingCertificate pinned, Failure refusal) {
        return Finding.fail(refusal.reason(), subject(pinned), refusal.why(), refusal.hint());
    }
}
