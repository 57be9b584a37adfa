package dev.tidemark.snapshots.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheCheckout;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Puts right what a killed writer left behind: locks that nobody holds, files checked out by half, packs never finished. */
final class Recovery {

    /** No export takes so long that its pack could still be growing. */
    private static final Duration ABANDONED = Duration.ofHours(6);

    /** What JGit calls a file until it is written and takes its place. */
    private static final Pattern HALF_WRITTEN = Pattern.compile("\\._.+\\.yaml\\d+\\.tmp");

    private final Repository git;

    Recovery(Repository git) {
        this.git = git;
    }

    /** With the writer's lock held: whatever stands in the way of {@code unfinished} is nobody's any more. */
    void recover(Optional<WriterLock.Move> unfinished) throws IOException {
        removeAbandonedPacks();
        if (unfinished.isPresent()) {
            Path directory = git.getDirectory().toPath();
            Files.deleteIfExists(directory.resolve(unfinished.get().ref() + ".lock"));
            Files.deleteIfExists(directory.resolve("index.lock"));
            finishCheckout(unfinished.get());
        }
    }

    private void removeAbandonedPacks() throws IOException {
        FileTime old = FileTime.from(Instant.now().minus(ABANDONED));
        List<Path> unfinished;
        try (Stream<Path> entries = Files.list(git.getDirectory().toPath().resolve(Constants.OBJECTS))) {
            unfinished = entries.filter(p -> p.getFileName().toString().startsWith("insert_"))
                    .toList();
        }
        for (Path pack : unfinished) {
            if (Files.getLastModifiedTime(pack).compareTo(old) < 0) {
                Files.deleteIfExists(pack);
            }
        }
    }

    /** The files are ours to finish only if each of them is as it was before or as it was to become. */
    private void finishCheckout(WriterLock.Move move) throws IOException {
        Optional<ObjectId> checkedOut = checkedOut(move.ref());
        if (checkedOut.isEmpty()) {
            return;
        }
        Map<String, Set<ObjectId>> versions = versions(move);
        removeHalfWritten(versions.keySet());
        Set<String> dirty = WorkTreeFollower.dirty(git, checkedOut);
        for (String path : dirty) {
            Set<ObjectId> allowed = versions.getOrDefault(path, Set.of());
            if (allowed.isEmpty() || !isOneOf(path, allowed)) {
                return;
            }
        }
        if (!dirty.isEmpty()) {
            checkOut(checkedOut.get());
        }
    }

    /** Only in the folders that the move concerned. */
    private void removeHalfWritten(Set<String> paths) throws IOException {
        Set<Path> folders = paths.stream()
                .map(path -> git.getWorkTree().toPath().resolve(path).getParent())
                .filter(Files::isDirectory)
                .collect(Collectors.toSet());
        for (Path folder : folders) {
            List<Path> halfWritten;
            try (Stream<Path> entries = Files.list(folder)) {
                halfWritten = entries.filter(entry -> HALF_WRITTEN
                                .matcher(entry.getFileName().toString())
                                .matches())
                        .toList();
            }
            for (Path abandoned : halfWritten) {
                Files.delete(abandoned);
            }
        }
    }

    /** The tree that should be checked out, where {@code ref} is. */
    private Optional<ObjectId> checkedOut(String ref) throws IOException {
        if (git.isBare() || !WorkTreeFollower.onBranch(git, ref)) {
            return Optional.empty();
        }
        Ref tip = git.exactRef(ref);
        try (RevWalk walk = new RevWalk(git)) {
            return tip == null || tip.getObjectId() == null
                    ? Optional.empty()
                    : Optional.of(walk.parseCommit(tip.getObjectId()).getTree());
        }
    }

    /** The contents that each file which the move concerned may have. */
    private Map<String, Set<ObjectId>> versions(WriterLock.Move move) throws IOException {
        Map<String, Set<ObjectId>> versions = new HashMap<>();
        try (TreeWalk walk = new TreeWalk(git)) {
            if (move.oldTree().isEmpty()) {
                walk.addTree(new org.eclipse.jgit.treewalk.EmptyTreeIterator());
            } else {
                walk.addTree(ObjectId.fromString(move.oldTree()));
            }
            walk.addTree(ObjectId.fromString(move.newTree()));
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                versions.put(
                        walk.getPathString(),
                        Set.copyOf(
                                walk.getObjectId(0).equals(walk.getObjectId(1))
                                        ? List.of(walk.getObjectId(0))
                                        : List.of(walk.getObjectId(0), walk.getObjectId(1))));
            }
        }
        return versions;
    }

    private boolean isOneOf(String path, Set<ObjectId> versions) throws IOException {
        Path file = git.getWorkTree().toPath().resolve(path);
        if (!Files.exists(file)) {
            return true; // not written yet, or removed already
        }
        try (ObjectInserter.Formatter hash = new ObjectInserter.Formatter()) {
            return versions.contains(hash.idFor(Constants.OBJ_BLOB, Files.readAllBytes(file)));
        }
    }

    private void checkOut(ObjectId tree) throws IOException {
        DirCache index = git.lockDirCache();
        try {
            DirCacheCheckout checkout = new DirCacheCheckout(git, index, tree);
            checkout.setFailOnConflict(false);
            checkout.checkout();
        } finally {
            index.unlock();
        }
    }
}
