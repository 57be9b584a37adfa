package dev.tidemark.reconciler.keys;

import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.git.SigningKey;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.seal.Keyring;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of one repository's keys, by the names that they have in its home. */
public record KeySet(SortedMap<String, SecretValue> files) {

    static final String SIGNING = "signing";
    static final String SEALING_KEY = "sealing.key";
    static final String SEALING_CERTIFICATE = "sealing.crt";
    static final String FINGERPRINT = "fingerprint.key";

    public KeySet {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    KeySet with(String name, SecretValue content) {
        TreeMap<String, SecretValue> more = new TreeMap<>(files);
        more.put(name, content);
        return new KeySet(more);
    }

    Optional<SigningKey> signing() {
        return Optional.ofNullable(files.get(SIGNING)).map(SigningKey::parse);
    }

    /** The private sealing keys, newest first. */
    Keyring keyring() {
        return Keyring.of(Stream.ofNullable(files.get(SEALING_KEY)).toList());
    }

    /** Those of them whose certificate is here too. */
    List<SealingKeyPair> pairs() {
        SecretValue keys = files.get(SEALING_KEY);
        SecretValue certificates = files.get(SEALING_CERTIFICATE);
        return keys == null || certificates == null
                ? List.of()
                : SealingKeyPair.of(keys, SealingCertificate.parseAll(certificates.reveal()));
    }

    /** What each private key goes by: fingerprints, and the id of the fingerprint key. */
    List<String> names() {
        Stream<String> signing = signing().map(SigningKey::fingerprint).stream();
        Stream<String> fingerprints = Stream.ofNullable(files.get(FINGERPRINT))
                .map(FingerprintKey::parse)
                .map(FingerprintKey::id);
        return Stream.of(signing, fingerprints, keyring().certificates().stream())
                .flatMap(names -> names)
                .toList();
    }
}
