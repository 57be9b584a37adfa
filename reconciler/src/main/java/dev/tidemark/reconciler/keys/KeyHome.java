package dev.tidemark.reconciler.keys;

import static dev.tidemark.reconciler.keys.KeySet.FINGERPRINT;
import static dev.tidemark.reconciler.keys.KeySet.SEALING_CERTIFICATE;
import static dev.tidemark.reconciler.keys.KeySet.SEALING_KEY;
import static dev.tidemark.reconciler.keys.KeySet.SIGNING;

import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.git.SigningKey;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.seal.Keyring;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One repository's keys: in the folder {@code <configuration home>/tidemark/<repository id>/}, or in a Secret of the cluster.
 * Sealing keys and certificates stand newest first, each in one PEM file: the first is in force, the others open what
 * is older.
 */
public final class KeyHome {

    static final String ESCROWS = "escrow.yaml";
    private static final String CONTROLLER_KEYS = "controller.keys";
    private static final String SOURCE = "sealing.source";
    private static final String TRUST = "trust";
    /** What an escrow holds: with these a new machine can do all that this one could. */
    private static final List<String> SET =
            List.of(SIGNING, SEALING_KEY, SEALING_CERTIFICATE, SOURCE, FINGERPRINT, TRUST, "revoked", ESCROWS);

    private final Path folder;
    private final KeyStore store;

    /** {@code configurationHome} is {@code $XDG_CONFIG_HOME}, or {@code ~/.config}. */
    public KeyHome(Path configurationHome, String repository) {
        this.folder = configurationHome.resolve("tidemark").resolve(repository);
        this.store = new FolderKeys(folder);
    }

    /** With the keys elsewhere than in the folder, which then holds only what belongs to this machine. */
    public KeyHome(Path configurationHome, String repository, KeyStore store) {
        this.folder = configurationHome.resolve("tidemark").resolve(repository);
        this.store = store;
    }

    public Path folder() {
        return folder;
    }

    /** For messages: where the keys are. */
    public String place() {
        return store.place();
    }

    /** Whether there is any key at all. */
    public boolean isEmpty() {
        return signingKey().isEmpty()
                && fingerprintKey().isEmpty()
                && store.read(SEALING_KEY).isEmpty();
    }

    public Optional<SigningKey> signingKey() {
        return store.read(SIGNING).map(SigningKey::parse);
    }

    public Optional<FingerprintKey> fingerprintKey() {
        return store.read(FINGERPRINT).map(FingerprintKey::parse);
    }

    /** What new values are sealed for. */
    public Optional<SealingCertificate> sealingCertificate() {
        return sealingCertificates().stream().findFirst();
    }

    /** That one and those that were in force before, newest first. */
    public List<SealingCertificate> sealingCertificates() {
        return store.read(SEALING_CERTIFICATE)
                .map(file -> SealingCertificate.parseAll(file.reveal()))
                .orElse(List.of());
    }

    /** The private sealing keys, where the repository has some of its own. */
    public Optional<SecretValue> sealingKey() {
        return store.read(SEALING_KEY);
    }

    /** The controller whose certificate is followed; empty where the pair is the repository's own, or a file's. */
    public Optional<Controller> controller() {
        return store.read(SOURCE)
                .map(file -> new String(file.reveal(), StandardCharsets.UTF_8).strip())
                .flatMap(Controller::named);
    }

    /** Follows this controller's certificate from now on, or nobody's. */
    public void follow(Optional<Controller> controller) {
        String line = controller.map(Controller::toString).orElse("none") + "\n";
        store.write(SOURCE, new SecretValue(line.getBytes(StandardCharsets.UTF_8)));
    }

    /** Every private sealing key that is here: the repository's own, and the controller's that came from an escrow. */
    public Keyring keyring() {
        return Keyring.of(Stream.of(SEALING_KEY, CONTROLLER_KEYS)
                .flatMap(name -> store.read(name).stream())
                .toList());
    }

    /** Whose signatures for {@code namespace} to trust (PROTOCOL.sshsig). */
    public Optional<TrustedSigners> trustFor(String namespace) {
        return store.read(TRUST)
                .map(file -> TrustedSigners.parse(new String(file.reveal(), StandardCharsets.UTF_8), namespace));
    }

    /** What was escrowed, and where to. */
    public EscrowRecord escrows() {
        return store.read(ESCROWS)
                .map(file -> EscrowRecord.parse(file.reveal()))
                .orElse(EscrowRecord.NONE);
    }

    /** Every file of the key set that is here. */
    public KeySet set() {
        TreeMap<String, SecretValue> files = new TreeMap<>();
        SET.forEach(name -> store.read(name).ifPresent(content -> files.put(name, content)));
        return new KeySet(files);
    }

    /** Takes over everything that an escrow holds. */
    public void save(EscrowList escrow) {
        escrow.set().files().forEach(store::write);
        if (!escrow.controllerKeys().isEmpty()) {
            store.write(CONTROLLER_KEYS, escrow.controllerKeys().list());
        }
    }

    public void saveSigningKey(SigningKey key) {
        store.write(SIGNING, key.encode());
        trust(key.fingerprint());
    }

    /** Trusts a signing key from now on, and no other. */
    public void trust(String fingerprint) {
        store.write(TRUST, new SecretValue((fingerprint + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** Takes over every key of another home. */
    public void save(KeyHome other) {
        other.set().files().forEach(store::write);
        other.store.read(CONTROLLER_KEYS).ifPresent(list -> store.write(CONTROLLER_KEYS, list));
    }

    public void saveFingerprintKey(FingerprintKey key) {
        store.write(FINGERPRINT, key.encode());
    }

    /** Puts a pair in force; the key first, so that nothing is ever sealed for a key that is not kept. */
    public void takeUp(SealingKeyPair pair) {
        ByteArrayOutputStream keys = new ByteArrayOutputStream();
        keys.writeBytes(pair.privateKeyPem().reveal());
        sealingKey().ifPresent(older -> keys.writeBytes(older.reveal()));
        store.write(SEALING_KEY, new SecretValue(keys.toByteArray()));
        takeUp(SealingCertificate.parse(pair.certificatePem()));
    }

    /** Puts a certificate in force whose key is elsewhere. */
    public void takeUp(SealingCertificate certificate) {
        List<SealingCertificate> all = new ArrayList<>(List.of(certificate));
        sealingCertificates().stream()
                .filter(older -> !older.fingerprint().equals(certificate.fingerprint()))
                .forEach(all::add);
        ByteArrayOutputStream pem = new ByteArrayOutputStream();
        all.forEach(one -> pem.writeBytes(one.pem()));
        store.write(SEALING_CERTIFICATE, new SecretValue(pem.toByteArray()));
    }

    public void saveEscrows(EscrowRecord record) {
        store.write(ESCROWS, new SecretValue(record.toYaml()));
    }
}
