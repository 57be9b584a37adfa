package dev.tidemark.reconciler.keys;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.trust.Pin;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * What this machine remembers of a repository's trust, beside its keys and whom to trust: the keys that are trusted no
 * more ({@code revoked}), and how far each component's history was verified ({@code pins/<component>}).
 */
public final class TrustHome {

    private static final String REVOKED = "revoked";
    private static final String PINS = "pins";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;

    /** {@code folder} is the one of the repository's keys. */
    public TrustHome(Path folder) {
        this.folder = folder;
    }

    /** The keys that are trusted no more, as fingerprints or public keys, one a line; empty where there are none. */
    public String revoked() {
        return read(folder.resolve(REVOKED)).orElse("");
    }

    /** How far a component's history was verified. A damaged pin is an error, never a reason to forget it. */
    public Optional<Pin> pin(String component) {
        Path file = pinFile(component);
        return read(file).map(text -> Pin.parse(text)
                .orElseThrow(() -> Failure.usage(
                        "bad-pin",
                        "read what was verified of live/" + component,
                        file + " is damaged",
                        "restore it from a copy of the key folder, or delete it to verify everything anew")));
    }

    /** @throws Failure when the folder cannot be written to */
    public void remember(String component, Pin pin) {
        write(pinFile(component), pin.encode() + "\n");
    }

    public Path pinFile(String component) {
        return folder.resolve(PINS).resolve(URLEncoder.encode(component, StandardCharsets.UTF_8));
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw Failure.failed(
                    "trust", "read " + file, String.valueOf(e.getMessage()), "check who may read the key folder", e);
        }
    }

    /** Written beside and moved into place, so that it is never half there. */
    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent(), OWNER_ONLY_FOLDER);
            Path fresh = Files.createTempFile(file.getParent(), ".new", "", OWNER_ONLY);
            Files.writeString(fresh, text, StandardOpenOption.SYNC, StandardOpenOption.WRITE);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Failure.failed(
                    "trust",
                    "write " + file,
                    String.valueOf(e.getMessage()),
                    "check who may write to the key folder",
                    e);
        }
    }
}
