package dev.tidemark.reconciler.cli;

import dev.tidemark.snapshots.model.Failure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that only its owner may read, such as a verb writes with {@code --to}. */
final class OwnerOnlyFile {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final int BUFFER = 64 * 1024;

    private OwnerOnlyFile() {}

    /** Written beside and moved into its place, so that what was there stays until the new content is whole. */
    static void replace(Path file, byte[] content) {
        Path whole = beside(file);
        create(whole, content);
        try {
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /**
     * In the place of what was there: made anew, so that neither an old mode nor a link decides who reads it. Plaintext is
     * in no other file on the way.
     */
    static void create(Path file, byte[] content) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, OWNER_ONLY);
            Files.write(file, content, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /** Writes to a file. */
    interface Writing<T> {

        T to(OutputStream out) throws IOException;
    }

    /** The same of what is too large to hold: it is in its place, and on the disk, when it is whole; else nothing stays. */
    static <T> T whole(Path file, Writing<T> writing) {
        Path whole = beside(file);
        create(whole, new byte[0]);
        try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
            T result = writing.to(out);
            out.flush();
            channel.force(true);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            return result;
        } catch (IOException e) {
            throw failed(file, e);
        } finally {
            deleteIfThere(whole);
        }
    }

    private static void deleteIfThere(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static Failure failed(Path file, IOException e) {
        return Failure.failed(
                "output", "write " + file, String.valueOf(e.getMessage()), "check the folder and its permissions", e);
    }

    /**
     * @param tried what is to be done, for the message, up to the name of the file
     * @throws Failure refused, when {@code file} lies in a Git work tree: it would be committed one day
     */
    static void refuseWorkTree(Path file, String tried) {
        Path target = real(file.toAbsolutePath().normalize().resolveSibling(""));
        for (Path above = target; above != null; above = above.getParent()) {
            if (Files.exists(above.resolve(".git"))) {
                throw Failure.refused(
                        "plaintext",
                        tried + file,
                        "it lies in the Git work tree " + above + ", and would be committed one day",
                        "write it elsewhere, best to a file system in memory such as /dev/shm");
            }
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw Failure.usage("output", "write to " + folder, "there is no such folder", "make it first");
        }
    }
}
