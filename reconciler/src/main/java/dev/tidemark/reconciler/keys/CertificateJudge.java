package dev.tidemark.reconciler.keys;

import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.seal.SealingCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether the pinned certificate is still the one to seal for. Nothing in a controller's certificate ties it to the one
 * before; that the controller has both keys does.
 */
final class CertificateJudge {

    /** Twice the period after which a controller makes a new key by itself ({@code --key-renew-period}, 30 days). */
    private static final Duration STALE = Duration.ofDays(60);

    private final SealingCertificate pinned;
    private final List<SealingCertificate> known;

    /** {@code known} are the certificates of the key Secrets in one controller's namespace. */
    CertificateJudge(SealingCertificate pinned, List<SealingCertificate> known) {
        this.pinned = pinned;
        this.known = List.copyOf(known);
    }

    /** With what the key Secrets of a namespace say; where they cannot be read, nothing is known. */
    static CertificateJudge of(SealingCertificate pinned, String namespace, Cluster cluster) {
        try {
            return new CertificateJudge(
                    pinned,
                    ControllerKeys.in(cluster).keys().stream()
                            .filter(key -> key.namespace().equals(namespace))
                            .map(ControllerKeys.Key::certificate)
                            .toList());
        } catch (Failure unreadable) {
            return new CertificateJudge(pinned, List.of());
        }
    }

    sealed interface Verdict {

        /** It is. */
        record Current() implements Verdict {}

        /** The controller that has its key has made a newer one. */
        record Renewed(SealingCertificate fresh) implements Verdict {}

        /** Whoever answers for the controller now need not be it. */
        record Unknown(SealingCertificate served) implements Verdict {}

        /** It was in force for too long beside a newer one. */
        record Stale(SealingCertificate fresh) implements Verdict {}
    }

    /** Of a certificate that came from a controller, which serves this one now. */
    Verdict served(SealingCertificate served) {
        if (same(served, pinned)) {
            return new Verdict.Current();
        }
        boolean newer = served.notBefore().isAfter(pinned.notBefore());
        return newer && knows(served) && knows(pinned) ? new Verdict.Renewed(served) : new Verdict.Unknown(served);
    }

    /** Of a certificate that somebody has named. */
    Verdict named(Instant now) {
        Optional<SealingCertificate> newest = known.stream().max(Comparator.comparing(SealingCertificate::notBefore));
        boolean newer =
                newest.map(c -> c.notBefore().isAfter(pinned.notBefore())).orElse(false);
        return newer && knows(pinned) && old(now) ? new Verdict.Stale(newest.orElseThrow()) : new Verdict.Current();
    }

    /** Only of an old one the cluster needs to be asked. */
    boolean old(Instant now) {
        return pinned.notBefore().plus(STALE).isBefore(now);
    }

    private boolean knows(SealingCertificate certificate) {
        return known.stream().anyMatch(c -> same(c, certificate));
    }

    private static boolean same(SealingCertificate a, SealingCertificate b) {
        return a.fingerprint().equals(b.fingerprint());
    }
}
