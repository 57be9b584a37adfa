package dev.tidemark.reconciler.keys;

import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import java.time.Clock;
import java.util.Optional;

/** Puts another sealing key in force. The one before stays, since older snapshots need it. */
public final class KeyRotation {

    private final KeyHome home;
    private final Clock clock;

    public KeyRotation(KeyHome home, Clock clock) {
        this.home = home;
        this.clock = clock;
    }

    /** What is in force now, and what was before. */
    public record Rotated(SealingCertificate now, Optional<SealingCertificate> before) {}

    /**
     * A fresh pair of the repository's own in the place of one.
     *
     * @throws Failure usage, when the key in force is somebody else's, who rotates it
     */
    public Rotated own() {
        Optional<SealingCertificate> before = home.sealingCertificate();
        boolean own =
                before.map(certificate -> home.set().keyring().has(certificate)).orElse(true);
        if (!own) {
            throw Failure.usage(
                    "foreign-key",
                    "rotate the sealing key",
                    "the one in force is not the repository's own, and is rotated where its private key is",
                    "take up its successor: --cert FILE, or --cert controller");
        }
        home.takeUp(SealingKeyPair.generate(clock.instant()));
        home.follow(Optional.empty());
        return new Rotated(home.sealingCertificate().orElseThrow(), before);
    }

    /** A certificate whose private key is elsewhere. */
    public Rotated to(SealingCertificate certificate) {
        Optional<SealingCertificate> before = home.sealingCertificate();
        home.takeUp(certificate.fit(clock.instant()));
        home.follow(Optional.empty());
        return new Rotated(certificate, before);
    }

    /**
     * The certificate of a controller, whose renewals are followed from now on.
     *
     * @param accepted the fingerprint of a certificate that may be taken up although nothing shows whose it is
     * @throws Failure refused, when the controller that is followed already serves one of which nothing shows that it is
     *     its own
     */
    public Rotated follow(Controller controller, Cluster cluster, Optional<String> accepted) {
        Optional<SealingCertificate> before = home.sealingCertificate();
        SealingCertificate served = controller.certificate(cluster).fit(clock.instant());
        boolean followed = home.controller().equals(Optional.of(controller));
        if (followed && before.isPresent() && !accepted.equals(Optional.of(served.fingerprint()))) {
            CertificateJudge judge = CertificateJudge.of(before.get(), controller.namespace(), cluster);
            if (judge.served(served) instanceof CertificateJudge.Verdict.Unknown) {
                throw Upkeep.unknown(controller, before.get(), served);
            }
        }
        home.takeUp(served);
        home.follow(Optional.of(controller));
        return new Rotated(served, before);
    }
}
