package dev.tidemark.reconciler.keys;

import java.time.Instant;
import java.util.Optional;

/**
 * One key that a repository uses, has or needs.
 *
 * @param fingerprint {@code SHA256:…}; of the fingerprint key its id
 * @param validity of the certificate, where there is one
 * @param inUseBy how many sealed items of the newest snapshots need it
 * @param here whether the private key is on this machine, or in the cluster
 * @param inForce whether it is the one that is used for what is new
 * @param escrowed whether an escrow holds it
 */
public record KeyEntry(
        Kind kind,
        String fingerprint,
        Optional<Validity> validity,
        int inUseBy,
        boolean here,
        boolean inForce,
        boolean escrowed) {

    /** What a key is for. */
    public enum Kind {
        /** Signs commits. */
        SIGNING("signing"),
        /** Recognises unchanged values. */
        FINGERPRINT("fingerprint"),
        /** Opens sealed values; the repository's own, or one that is not known here. */
        SEALING("sealing"),
        /** Opens sealed values; the sealed-secrets controller's. */
        CONTROLLER("controller");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** From when to when one may seal for it. */
    public record Validity(Instant notBefore, Instant notAfter) {}
}
