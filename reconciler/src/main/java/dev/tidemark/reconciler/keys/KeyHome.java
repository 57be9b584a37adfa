package dev.tidemark.reconciler.keys;

import dev.tidemark.snapshots.git.SigningKey;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.seal.FingerprintKey;
import dev.tidemark.snapshots.seal.SealingCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** The folder of one repository's keys: {@code <configuration home>/tidemark/<repository id>/}, for its owner alone. */
public final class KeyHome {

    private static final String SIGNING = "signing";
    private static final String SEALING_KEY = "sealing.key";
    private static final String SEALING_CERTIFICATE = "sealing.crt";
    private static final String FINGERPRINT = "fingerprint.key";
    private static final String TRUST = "trust";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;

    /** {@code configurationHome} is {@code $XDG_CONFIG_HOME}, or {@code ~/.config}. */
    public KeyHome(Path configurationHome, String repository) {
        this.folder = configurationHome.resolve("tidemark").resolve(repository);
    }

    public Path folder() {
        return folder;
    }

    public Optional<SigningKey> signingKey() {
        return read(SIGNING).map(SigningKey::parse);
    }

    public Optional<FingerprintKey> fingerprintKey() {
        return read(FINGERPRINT).map(FingerprintKey::parse);
    }

    public Optional<SealingCertificate> sealingCertificate() {
        return read(SEALING_CERTIFICATE).map(file -> SealingCertificate.parse(file.reveal()));
    }

    /** The private sealing key, where the repository has one of its own. */
    public Optional<SecretValue> sealingKey() {
        return read(SEALING_KEY);
    }

    public Optional<TrustedSigners> trust() {
        return read(TRUST).map(file -> TrustedSigners.parse(new String(file.reveal(), StandardCharsets.UTF_8)));
    }

    public void saveSigningKey(SigningKey key) {
        write(SIGNING, key.encode());
        write(TRUST, new SecretValue((key.fingerprint() + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    public void saveFingerprintKey(FingerprintKey key) {
        write(FINGERPRINT, key.encode());
    }

    public void saveSealingKey(SecretValue privateKeyPem) {
        write(SEALING_KEY, privateKeyPem);
    }

    public void saveSealingCertificate(byte[] pem) {
        write(SEALING_CERTIFICATE, new SecretValue(pem));
    }

    private Optional<SecretValue> read(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(new SecretValue(Files.readAllBytes(file))) : Optional.empty();
        } catch (IOException e) {
            throw Failure.failed(
                    "keys", "read " + file, String.valueOf(e.getMessage()), "check who may read the key folder", e);
        }
    }

    /** Written beside and moved into place, so that a key is never half there. */
    private void write(String name, SecretValue content) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder, OWNER_ONLY_FOLDER);
            Path fresh = folder.resolve(name + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, OWNER_ONLY);
            Files.write(fresh, content.reveal(), StandardOpenOption.SYNC, StandardOpenOption.WRITE);
            Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Failure.failed(
                    "keys",
                    "write " + file,
                    String.valueOf(e.getMessage()),
                    "check who may write to the key folder",
                    e);
        }
    }
}
