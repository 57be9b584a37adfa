package dev.tidemark.reconciler.doctor;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;

/** Whether the disk has room for what is to come. */
public final class DiskCheck implements Check {

    private static final long MIB = 1024 * 1024;
    /** A first snapshot of a large cluster is some hundred MiB; a later one is a few. */
    private static final long SCARCE = 1024 * MIB;

    private static final long FULL = 100 * MIB;

    private final Path folder;
    private final ToLongFunction<Path> free;

    /** {@code free} = bytes that may still be written where a path is. */
    public DiskCheck(Path folder, ToLongFunction<Path> free) {
        this.folder = folder;
        this.free = free;
    }

    /** Of the disk that {@code folder} is on. */
    public static DiskCheck of(Path folder) {
        return new DiskCheck(folder, DiskCheck::usable);
    }

    private static long usable(Path path) {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            throw Failure.failed(
                    "unreadable", "ask for the room in " + path, String.valueOf(e.getMessage()), "check the disk", e);
        }
    }

    @Override
    public String subject() {
        return "disk of " + folder;
    }

    @Override
    public List<Finding> look() {
        long bytes = free.applyAsLong(folder);
        String message = bytes / MIB + " MiB free";
        if (bytes >= SCARCE) {
            return List.of(Finding.ok("disk", subject(), message));
        }
        return List.of(new Finding(
                bytes < FULL ? Finding.Level.FAIL : Finding.Level.WARN,
                "disk-scarce",
                subject(),
                message,
                "make room, or move the repository"));
    }
}
