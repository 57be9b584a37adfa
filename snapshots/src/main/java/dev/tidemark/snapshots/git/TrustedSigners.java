package dev.tidemark.snapshots.git;

import dev.tidemark.snapshots.model.Failure;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

/** The signing keys to trust, by fingerprint. They never come from the repository that they vouch for. */
public final class TrustedSigners {

    private final Set<String> fingerprints;

    private TrustedSigners(Set<String> fingerprints) {
        this.fingerprints = Set.copyOf(fingerprints);
    }

    /**
     * Reads fingerprints ({@code SHA256:…}) or public keys (the lines of an allowed_signers file or of an
     * {@code id_ed25519.pub}), one a line.
     *
     * @throws Failure usage, when there is none
     */
    public static TrustedSigners parse(String text) {
        Set<String> found = new HashSet<>();
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split("\\s+", -1);
            for (int i = 0; i < words.length && !line.startsWith("#"); i++) {
                if (words[i].startsWith("SHA256:")) {
                    found.add(words[i]);
                } else if (words[i].equals(Ed25519.SSH_NAME) && i + 1 < words.length) {
                    found.add(fingerprint(words[i + 1]));
                }
            }
        }
        if (found.isEmpty()) {
            throw bad();
        }
        return new TrustedSigners(found);
    }

    private static String fingerprint(String base64) {
        try {
            return Ed25519.fingerprint(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw bad();
        }
    }

    private static Failure bad() {
        return Failure.usage(
                "bad-trust",
                "read whom to trust",
                "there is neither a fingerprint (SHA256:…) nor an ssh-ed25519 public key",
                "give --trust a fingerprint or an allowed_signers file");
    }

    /** What a commit's signature is worth. */
    public sealed interface Verdict {

        /** Signed by a trusted key. */
        record Trusted(String fingerprint) implements Verdict {}

        /** Well signed, by a key that is not trusted. */
        record Untrusted(String fingerprint) implements Verdict {}

        record Unsigned() implements Verdict {}

        /** The signature does not fit the commit, or cannot be read. */
        record Invalid(String why) implements Verdict {}
    }

    public Verdict verify(SnapshotRepository repository, Commit commit) {
        return switch (check(repository, commit)) {
            case Verdict.Untrusted signed
            when fingerprints.contains(signed.fingerprint()) -> new Verdict.Trusted(signed.fingerprint());
            case Verdict verdict -> verdict;
        };
    }

    /** Who signed a commit, trusted or not. */
    public static Verdict check(SnapshotRepository repository, Commit commit) {
        SignedBytes signed = repository.signedBytes(commit);
        if (signed.signature().isEmpty()) {
            return new Verdict.Unsigned();
        }
        try {
            SshSignature signature = SshSignature.parse(signed.signature());
            return signature.verifies(signed.payload())
                    ? new Verdict.Untrusted(signature.fingerprint())
                    : new Verdict.Invalid("the signature does not fit the commit");
        } catch (IllegalArgumentException e) {
            return new Verdict.Invalid(String.valueOf(e.getMessage()));
        }
    }
}
