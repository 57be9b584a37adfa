package dev.tidemark.reconciler.keys;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Keys in a folder, for its owner alone. */
final class FolderKeys implements KeyStore {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;

    FolderKeys(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<SecretValue> read(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(new SecretValue(Files.readAllBytes(file))) : Optional.empty();
        } catch (IOException e) {
            throw Failure.failed(
                    "keys", "read " + file, String.valueOf(e.getMessage()), "check who may read the key folder", e);
        }
    }

    /** Written beside and moved into place, so that a key is never half there. */
    @Override
    public void write(String name, SecretValue content) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder, OWNER_ONLY_FOLDER);
            Path fresh = folder.resolve(name + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, OWNER_ONLY);
            Files.write(fresh, content.reveal(), StandardOpenOption.SYNC, StandardOpenOption.WRITE);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Failure.failed(
                    "keys",
                    "write " + file,
                    String.valueOf(e.getMessage()),
                    "check who may write to the key folder",
                    e);
        }
    }

    @Override
    public String place() {
        return folder.toString();
    }
}
