package dev.tidemark.snapshots.fuzz;

import dev.tidemark.snapshots.bundle.Bundle;
import dev.tidemark.snapshots.bundle.Passphrase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A bundle with its side file, and the folder into which it is unpacked. */
final class BundleFolder implements AutoCloseable {

    private final Path folder;
    private final Path bundle;
    private final Path unpacked;

    BundleFolder(byte[] sideFile, byte[] encrypted) {
        try {
            folder = Files.createTempDirectory("bundle-");
            bundle = Files.write(folder.resolve("b"), encrypted);
            Files.write(folder.resolve("b" + Bundle.SIDE_FILE), sideFile);
            unpacked = Files.createDirectory(folder.resolve("unpacked"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void unpack(Passphrase passphrase) {
        Bundle.at(bundle).unpack(passphrase, unpacked);
    }

    /** What the files hold that have come out of it. */
    List<byte[]> unpacked() {
        try (Stream<Path> files = Files.walk(unpacked)) {
            return files.filter(Files::isRegularFile).map(BundleFolder::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> {
                if (!file.delete()) {
                    throw new IllegalStateException("left behind: " + file);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
