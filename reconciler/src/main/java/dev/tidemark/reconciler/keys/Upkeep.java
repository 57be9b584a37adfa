package dev.tidemark.reconciler.keys;

import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.seal.SealingCertificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is looked after before anything is sealed: the certificate is fit and known, a controller's renewal is taken up,
 * and where escrows are wished for, a key that has appeared is escrowed.
 */
public final class Upkeep {

    private final Supplier<Cluster> cluster;
    private final KeyHome home;
    private final EscrowWriter escrows;
    private final Clock clock;
    private final List<String> notes = new ArrayList<>();

    /** The cluster is asked only where a controller is followed, a certificate is old, or escrows are wished for. */
    public Upkeep(Supplier<Cluster> cluster, KeyHome home, EscrowWriter escrows, Clock clock) {
        this.cluster = cluster;
        this.home = home;
        this.escrows = escrows;
        this.clock = clock;
    }

    /**
     * What is sealed for from now on.
     *
     * @param notes what a person should know, a phrase each
     */
    public record Kept(Optional<SealingCertificate> certificate, List<String> notes) {

        public Kept {
            notes = List.copyOf(notes);
        }
    }

    /** @throws Failure refused, when the certificate is expired, weak, stale, or not known to be the controller's */
    public Kept look() {
        Optional<SealingCertificate> certificate = home.sealingCertificate().map(this::current);
        renewEscrow();
        return new Kept(certificate, notes);
    }

    private SealingCertificate current(SealingCertificate pinned) {
        Optional<Controller> controller = home.controller();
        SealingCertificate current = controller.isPresent() ? served(controller.get(), pinned) : named(pinned);
        return current.fit(clock.instant());
    }

    private SealingCertificate served(Controller controller, SealingCertificate pinned) {
        SealingCertificate served;
        try {
            served = controller.certificate(cluster.get());
        } catch (Failure away) {
            notes.add("whether the controller has renewed its key is not known: " + away.why());
            return pinned;
        }
        return switch (CertificateJudge.of(pinned, controller.namespace(), cluster.get())
                .served(served)) {
            case CertificateJudge.Verdict.Renewed renewed -> {
                home.takeUp(renewed.fresh());
                notes.add("the controller has renewed its key: sealing for "
                        + renewed.fresh().fingerprint() + " from now on");
                yield renewed.fresh();
            }
            case CertificateJudge.Verdict.Unknown unknown -> throw unknown(controller, pinned, unknown.served());
            case CertificateJudge.Verdict.Current current -> pinned;
            case CertificateJudge.Verdict.Stale stale -> pinned;
        };
    }

    /** A certificate that somebody has named may be an old one of a controller in this cluster. */
    private SealingCertificate named(SealingCertificate pinned) {
        boolean own = home.set().keyring().has(pinned);
        if (own || !new CertificateJudge(pinned, List.of()).old(clock.instant())) {
            return pinned;
        }
        List<ControllerKeys.Key> keys;
        try {
            keys = ControllerKeys.in(cluster.get()).keys();
        } catch (Failure unreadable) {
            return pinned;
        }
        List<SealingCertificate> known =
                keys.stream().map(ControllerKeys.Key::certificate).toList();
        if (new CertificateJudge(pinned, known).named(clock.instant())
                instanceof CertificateJudge.Verdict.Stale stale) {
            throw stale(pinned, stale.fresh());
        }
        return pinned;
    }

    /** The refusal to seal for a certificate that a newer one has replaced for long. */
    static Failure stale(SealingCertificate pinned, SealingCertificate fresh) {
        return Failure.refused(
                "stale-certificate",
                "seal for " + pinned.fingerprint(),
                "it is of " + pinned.notBefore() + ", and the controller has a newer one: " + fresh.fingerprint(),
                "follow the controller from now on: tidemark keys rotate --cert controller");
    }

    /** The refusal to seal for a certificate that anybody may have put there. */
    static Failure unknown(Controller controller, SealingCertificate pinned, SealingCertificate served) {
        return Failure.refused(
                "unknown-certificate",
                "seal for the certificate of " + controller,
                "it is " + served.fingerprint() + " now, and nothing shows that this is of the same controller as "
                        + pinned.fingerprint() + ", which is pinned: the namespace " + controller.namespace()
                        + " does not hold the keys of both",
                "if the controller was made anew, take it up: tidemark keys rotate --cert " + controller + " --accept "
                        + served.fingerprint());
    }

    private void renewEscrow() {
        if (home.escrows().recipients().isEmpty()) {
            return;
        }
        ControllerKeys keys;
        try {
            keys = ControllerKeys.in(cluster.get());
        } catch (Failure unreadable) {
            notes.add("whether the controller has new keys to escrow is not known: " + unreadable.why());
            keys = ControllerKeys.none();
        }
        switch (escrows.renew(keys)) {
            case EscrowWriter.Renewal.NotNeeded not -> {}
            case EscrowWriter.Renewal.Written written ->
                notes.add("a key has appeared, and was escrowed to "
                        + written.escrow().file());
            case EscrowWriter.Renewal.NotPossible not ->
                notes.add(
                        "a key has appeared, and is not escrowed: " + not.why() + "; tidemark keys escrow tries again");
        }
    }
}
