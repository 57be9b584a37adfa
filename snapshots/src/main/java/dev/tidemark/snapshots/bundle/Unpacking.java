package dev.tidemark.snapshots.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Takes the files of a tar into a folder, for its owner alone; whatever is no plain file or folder in it is refused. */
final class Unpacking {

    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Path folder;

    /** {@code folder} is empty, so that no link in it leads elsewhere. */
    Unpacking(Path folder) {
        this.folder = folder;
    }

    /** The number of files. */
    int unpack(InputStream archive) throws IOException {
        int files = 0;
        try (TarArchiveInputStream tar = new TarArchiveInputStream(archive)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = target(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target, FOLDER);
                } else {
                    file(tar, entry, target);
                    files++;
                }
            }
        }
        return files;
    }

    private static void file(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        boolean plain = entry.getLinkFlag() == TarConstants.LF_NORMAL || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
        if (!plain || entry.isSparse()) {
            throw new IOException(entry.getName() + " in it is neither a file nor a folder");
        }
        Files.createDirectories(target.getParent(), FOLDER);
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(target, NEW, FILE))) {
            tar.transferTo(out);
        }
    }

    private Path target(String name) throws IOException {
        Path target = folder;
        try {
            for (String segment : name.replaceFirst("/+$", "").split("/", -1)) {
                if (segment.equals("..") || segment.isEmpty()) {
                    throw new IOException("the name " + name + " in it leads elsewhere");
                }
                target = segment.equals(".") ? target : target.resolve(segment);
            }
        } catch (InvalidPathException e) {
            throw new IOException("the name " + name + " in it is none for a file", e);
        }
        return target;
    }
}
