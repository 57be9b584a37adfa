package dev.tidemark.reconciler.capture;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.policy.SecretsPolicy;
import dev.tidemark.snapshots.age.Recipients;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.seal.Sealer;
import dev.tidemark.snapshots.seal.SecretSealer;
import dev.tidemark.snapshots.sops.SopsFingerprints;
import dev.tidemark.snapshots.sops.SopsSealer;
import java.time.Clock;
import java.util.Optional;

/** What an export seals with: Secrets in the form that the policy names, other objects whole. */
public final class Seals {

    private final Optional<SecretSealer> secrets;
    private final Optional<Sealer> sealer;
    private final Optional<SecretSealer> comparing;
    private final boolean beside;

    private Seals(
            Optional<SecretSealer> secrets, Optional<Sealer> sealer, Optional<SecretSealer> comparing, boolean beside) {
        this.secrets = secrets;
        this.sealer = sealer;
        this.comparing = comparing;
        this.beside = beside;
    }

    /**
     * What is in force.
     *
     * @param sealer for a certificate; without it there are neither SealedSecrets nor objects that are sealed whole
     * @param fingerprints without them there are no SOPS files
     */
    public static Seals of(
            SecretsPolicy policy, Optional<Sealer> sealer, Optional<SopsFingerprints> fingerprints, Clock clock) {
        Optional<SecretSealer> secrets = policy.recipients().isEmpty()
                ? sealer.map(s -> s)
                : fingerprints.map(f -> sops(new SopsSealer(Recipients.of(policy.recipients()), f), clock));
        return new Seals(secrets, sealer, fingerprints.map(f -> sops(SopsSealer.comparing(f), clock)), false);
    }

    private static SecretSealer sops(SopsSealer sealer, Clock clock) {
        return (secret, previous) -> {
            SopsSealer.Sealed sealed = sealer.seal(secret, previous, clock.instant());
            int items = secret.path("data").size();
            return new Sealer.Sealed(sealed.document(), sealed.kept() ? 0 : items, sealed.kept() ? items : 0);
        };
    }

    /** For a comparison: a Secret takes the form that it has in the base, whatever the policy says now. */
    Seals beside() {
        return new Seals(secrets, sealer, comparing, true);
    }

    /** What stands for a Secret; empty when nothing can seal it. */
    Optional<Sealer.Sealed> secret(ObjectNode secret, Optional<ObjectNode> previous) {
        Optional<SecretSealer> form = beside && previous.isPresent() ? asIn(previous.get()) : secrets;
        return form.map(sealing -> sealing.seal(secret, previous));
    }

    private Optional<SecretSealer> asIn(ObjectNode base) {
        return SealedDocuments.isSops(base) ? comparing : sealer.map(s -> s);
    }

    /** What stands for another object; empty when nothing can seal it. */
    Optional<Sealer.Sealed> whole(Manifest object, Optional<ObjectNode> previous) {
        return sealer.map(s -> s.sealWhole(object, previous));
    }
}
