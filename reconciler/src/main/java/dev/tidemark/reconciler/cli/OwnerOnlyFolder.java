package dev.tidemark.reconciler.cli;

import dev.tidemark.snapshots.model.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A folder that only its owner may look into. */
final class OwnerOnlyFolder {

    private OwnerOnlyFolder() {}

    /**
     * Makes the folder, or takes an empty one, and fills it; when that fails, nothing stays in it.
     *
     * @throws Failure refused, when there is something at its place already
     */
    static <T> T fill(Path folder, Supplier<T> filling) {
        make(folder);
        boolean filled = false;
        try {
            T result = filling.get();
            filled = true;
            return result;
        } finally {
            if (!filled) {
                empty(folder);
            }
        }
    }

    private static void make(Path folder) {
        try {
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                refuseUnlessEmpty(folder);
            } else {
                Files.createDirectory(folder);
            }
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw failed("make the folder " + folder, e);
        }
    }

    private static void refuseUnlessEmpty(Path folder) throws IOException {
        boolean empty = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
        if (empty) {
            try (Stream<Path> files = Files.list(folder)) {
                empty = files.findAny().isEmpty();
            }
        }
        if (!empty) {
            throw Failure.refused(
                    "not-empty", "write into " + folder, "it is no empty folder", "name one that is not there yet");
        }
    }

    private static void empty(Path folder) {
        List<Path> inside;
        try (Stream<Path> files = Files.walk(folder)) {
            inside = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : inside) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw failed("delete what was opened into " + folder, e);
        }
    }

    private static Failure failed(String tried, IOException e) {
        return Failure.failed(
                "output", tried, String.valueOf(e.getMessage()), "check the folder and its permissions", e);
    }
}
