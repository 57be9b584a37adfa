package dev.tidemark.snapshots.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/** Brings what was just written to a folder onto the disk, before a ref points to it: JGit leaves that out for packs. */
final class DurableFiles {

    private DurableFiles() {}

    /** Syncs the files of the last minutes, then the folder itself. */
    static void sync(Path folder) throws IOException {
        FileTime recent = FileTime.from(Instant.now().minus(10, ChronoUnit.MINUTES));
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.toList();
        }
        for (Path file : files) {
            if (Files.getLastModifiedTime(file).compareTo(recent) > 0) {
                force(file);
            }
        }
        force(folder);
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
