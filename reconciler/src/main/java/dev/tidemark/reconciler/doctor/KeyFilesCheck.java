package dev.tidemark.reconciler.doctor;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whether the key folder is its owner's alone, and lies outside of the repository. */
public final class KeyFilesCheck implements Check {

    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path folder;
    private final Path repository;

    public KeyFilesCheck(Path folder, Path repository) {
        this.folder = folder;
        this.repository = repository;
    }

    @Override
    public String subject() {
        return "key folder " + folder;
    }

    @Override
    public List<Finding> look() {
        if (!Files.exists(folder)) {
            return List.of(); // the keys are elsewhere, or missing: told with them
        }
        List<Finding> findings = new ArrayList<>();
        if (real(folder).startsWith(real(repository))) {
            findings.add(Finding.fail(
                    "keys-in-repository",
                    subject(),
                    "lies inside the repository, where a copy of it takes the keys along",
                    "move it, and name its place with XDG_CONFIG_HOME"));
        }
        List<Path> open = open();
        if (!open.isEmpty()) {
            findings.add(Finding.fail(
                    "keys-readable",
                    subject(),
                    "others may read "
                            + String.join(", ", open.stream().map(this::name).toList()),
                    "chmod -R go= " + folder));
        }
        return findings.isEmpty() ? List.of(Finding.ok("key-folder", subject(), "is for its owner alone")) : findings;
    }

    private String name(Path file) {
        return file.equals(folder) ? "the folder" : folder.relativize(file).toString();
    }

    private List<Path> open() {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> open = new ArrayList<>();
            for (Path file : files.toList()) {
                if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
                    open.add(file);
                }
            }
            return open;
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static Failure unreadable(Path path, IOException e) {
        return Failure.failed(
                "unreadable", "look into " + path, String.valueOf(e.getMessage()), "check who may read it", e);
    }
}
