package dev.tidemark.reconciler.doctor;

import dev.tidemark.snapshots.git.Signatory;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.model.Finding;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the next commit can be signed, by a key that a restore here would trust. */
public final class SigningCheck implements Check {

    private final Supplier<Optional<Signatory>> signatory;
    private final Supplier<Optional<TrustedSigners>> trust;
    private final Clock clock;

    /** {@code signatory} fails where the history is signed and the key is not here. */
    public SigningCheck(
            Supplier<Optional<Signatory>> signatory, Supplier<Optional<TrustedSigners>> trust, Clock clock) {
        this.signatory = signatory;
        this.trust = trust;
        this.clock = clock;
    }

    @Override
    public String subject() {
        return "signing key";
    }

    @Override
    public List<Finding> look() {
        return List.of(signatory
                .get()
                .map(signer -> trusted(signer.fingerprint()))
                .orElseGet(() -> Finding.warn(
                        "unsigned",
                        subject(),
                        "there is none, and the history is not signed: whoever can push can forge it",
                        "name one with --signing-key")));
    }

    private Finding trusted(String fingerprint) {
        String key = subject() + " " + fingerprint;
        Optional<TrustedSigners> trusted = trust.get();
        if (trusted.isEmpty()) {
            return Finding.fail(
                    "no-trust",
                    key,
                    "nothing here says whom to trust: a restore would be refused",
                    "tidemark keys trust " + fingerprint);
        }
        return trusted.get().trusts(fingerprint, clock.instant())
                ? Finding.ok("signing-key", key, "is here, and trusted")
                : Finding.fail(
                        "signing-key-untrusted",
                        key,
                        "a restore here would not trust what it signs",
                        "sign with a trusted key, or: tidemark keys trust " + fingerprint);
    }
}
