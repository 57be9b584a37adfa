package dev.tidemark.snapshots.git;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The signing keys to trust. They never come from the repository that they vouch for. */
public final class TrustedSigners {

    /** The namespace of commits (PROTOCOL.sshsig). */
    public static final String COMMITS = SshSignature.GIT;

    private final String namespace;
    private final List<TrustedKey> keys;
    private final Set<String> revoked;

    private TrustedSigners(String namespace, List<TrustedKey> keys, Set<String> revoked) {
        this.namespace = namespace;
        this.keys = List.copyOf(keys);
        this.revoked = Collections.unmodifiableSet(new TreeSet<>(revoked));
    }

    /**
     * Reads fingerprints ({@code SHA256:…}) or public keys (the lines of an allowed_signers file, whose {@code namespaces},
     * {@code valid-after} and {@code valid-before} count, or of an {@code id_ed25519.pub}), one a line.
     *
     * @throws Failure usage, when there is none
     */
    public static TrustedSigners parse(String text) {
        return parse(text, SshSignature.GIT);
    }

    /**
     * The same of keys that sign something else than commits.
     *
     * @param namespace what for (PROTOCOL.sshsig); a line that is limited to other ones does not count
     * @throws Failure usage, when there is none
     */
    public static TrustedSigners parse(String text, String namespace) {
        List<TrustedKey> keys = new ArrayList<>();
        text.lines().forEach(line -> TrustedKey.parse(line, namespace).ifPresent(keys::add));
        if (keys.isEmpty()) {
            throw Failure.usage(
                    "bad-trust",
                    "read whom to trust",
                    "there is neither a fingerprint (SHA256:…) nor an SSH public key for " + namespace,
                    "give --trust a fingerprint or an allowed_signers file");
        }
        return new TrustedSigners(namespace, keys, Set.of());
    }

    /** The same, but for the keys of {@code text}, which has the form that {@link #parse} reads and may be empty. */
    public TrustedSigners revoking(String text) {
        Set<String> more = new TreeSet<>(revoked);
        text.lines().forEach(line -> TrustedKey.parse(line, namespace).ifPresent(key -> more.add(key.fingerprint())));
        return new TrustedSigners(namespace, keys, more);
    }

    /** Who is trusted, in short: it differs exactly when that has changed. 64 hexadecimal digits. */
    public String digest() {
        StringBuilder text = new StringBuilder();
        keys.stream().map(TrustedKey::toString).sorted().distinct().forEach(k -> text.append(k)
                .append('\n'));
        revoked.forEach(r -> text.append("revoked ").append(r).append('\n'));
        return HexFormat.of().formatHex(Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** The principal that a key is listed under; its fingerprint, where it is listed under none. */
    public String name(String fingerprint) {
        return keys.stream()
                .filter(k ->
                        k.fingerprint().equals(fingerprint) && !k.principal().isEmpty())
                .map(TrustedKey::principal)
                .findFirst()
                .orElse(fingerprint);
    }

    /** Whether what this key signs at {@code time} is trusted. */
    public boolean trusts(String fingerprint, Instant time) {
        return judge(new Verdict.Untrusted(fingerprint), time) instanceof Verdict.Trusted;
    }

    /** What a commit's signature is worth. */
    public sealed interface Verdict {

        /** Signed by a trusted key. */
        record Trusted(String fingerprint) implements Verdict {}

        /** Well signed, by a key that is not trusted. */
        record Untrusted(String fingerprint) implements Verdict {}

        /** Well signed, by a key that is trusted no more, or was not at the time of the commit. */
        record Revoked(String fingerprint, String why) implements Verdict {}

        record Unsigned() implements Verdict {}

        /** Signed in a way that is not verified here: OpenPGP, X.509, an SSH key of another kind. */
        record Unsupported(String why) implements Verdict {}

        /** The signature does not fit the commit, or cannot be read. */
        record Invalid(String why) implements Verdict {}
    }

    public Verdict verify(SnapshotRepository repository, Commit commit) {
        return judge(check(repository, commit), commit.time());
    }

    /**
     * The same of something else than a commit.
     *
     * @param armour its signature, apart from it
     * @param time when it was signed, as far as is known
     */
    public Verdict verify(byte[] payload, String armour, Instant time) {
        return judge(check(payload, armour, namespace), time);
    }

    private Verdict judge(Verdict verdict, Instant time) {
        return verdict instanceof Verdict.Untrusted signed ? judge(signed, time) : verdict;
    }

    private Verdict judge(Verdict.Untrusted signed, Instant time) {
        String fingerprint = signed.fingerprint();
        if (revoked.contains(fingerprint)) {
            return new Verdict.Revoked(fingerprint, "the key " + fingerprint + ", which is revoked");
        }
        List<TrustedKey> named = keys.stream()
                .filter(key -> key.fingerprint().equals(fingerprint))
                .toList();
        if (named.isEmpty()) {
            return signed;
        }
        return named.stream().anyMatch(key -> key.validAt(time))
                ? new Verdict.Trusted(fingerprint)
                : new Verdict.Revoked(fingerprint, "the key " + fingerprint + ", which was not valid at " + time);
    }

    /** Who signed a commit, trusted or not. */
    public static Verdict check(SnapshotRepository repository, Commit commit) {
        SignedBytes signed = repository.signedBytes(commit);
        String armour = signed.signature();
        return armour.isEmpty() ? new Verdict.Unsigned() : check(signed.payload(), armour, SshSignature.GIT);
    }

    /** Who signed something, trusted or not. */
    public static Verdict check(byte[] payload, String armour, String namespace) {
        if (!SshSignature.isOne(armour)) {
            return new Verdict.Unsupported("it is signed with "
                    + (armour.contains("PGP") ? "OpenPGP" : "X.509")
                    + ", which is not verified here: only SSH signatures are");
        }
        try {
            SshSignature signature = SshSignature.parse(armour, namespace);
            return signature.verifies(payload)
                    ? new Verdict.Untrusted(signature.key().fingerprint())
                    : new Verdict.Invalid("its signature does not fit it: somebody has altered it");
        } catch (IllegalArgumentException e) {
            return new Verdict.Invalid("its signature cannot be verified: " + e.getMessage());
        }
    }
}
