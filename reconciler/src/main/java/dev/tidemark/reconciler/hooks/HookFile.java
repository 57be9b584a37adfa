package dev.tidemark.reconciler.hooks;

import dev.tidemark.snapshots.model.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Objects;

/** One file of the hooks, as this version brings it and as it is in place. */
final class HookFile {

    /** Stands in every file that Git runs and that is ours. */
    private static final String MARK = "# tidemark-hook:";

    private final String name;
    private final Path file;

    HookFile(Path folder, String name) {
        this.name = name;
        this.file = folder.resolve(name);
    }

    /** What is in its place. */
    enum State {
        ABSENT,
        /** Ours, of this version. */
        CURRENT,
        /** Ours, of another version, or not executable. */
        OTHER,
        /** Somebody else's. */
        FOREIGN
    }

    String name() {
        return name;
    }

    /** {@code run} = whether Git runs it. */
    State state(boolean run) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return State.ABSENT;
        }
        byte[] there = read();
        if (run && !new String(there, StandardCharsets.UTF_8).contains(MARK)) {
            return State.FOREIGN;
        }
        return Arrays.equals(there, content()) && (!run || Files.isExecutable(file)) ? State.CURRENT : State.OTHER;
    }

    /** Written beside and moved into place: Git may run it meanwhile. */
    void install() {
        try {
            Files.createDirectories(file.getParent());
            Path fresh = Files.createTempFile(file.getParent(), ".new", "");
            Files.write(fresh, content());
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Failure.failed(
                    "hooks", "write " + file, String.valueOf(e.getMessage()), "check who may write there", e);
        }
    }

    private byte[] read() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Failure.failed("hooks", "read " + file, String.valueOf(e.getMessage()), "check who may read it", e);
        }
    }

    private byte[] content() {
        try (InputStream packed = Objects.requireNonNull(
                HookFile.class.getResourceAsStream("/git-hooks/" + name), "packed with the program")) {
            return packed.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the program's own files can be read", e);
        }
    }
}
