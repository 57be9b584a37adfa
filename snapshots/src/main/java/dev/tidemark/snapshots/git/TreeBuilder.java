package dev.tidemark.snapshots.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** Writes the folders in which something changed; all others are reused as they are. */
final class TreeBuilder {

    private final Repository git;
    private final ObjectInserter inserter;

    TreeBuilder(Repository git, ObjectInserter inserter) {
        this.git = git;
        this.inserter = inserter;
    }

    /** The tree of {@code base} with {@code edits} (path to blob, or to nothing for a removal). */
    ObjectId build(Optional<ObjectId> base, Map<String, Optional<ObjectId>> edits) throws IOException {
        Folder root = new Folder();
        for (Map.Entry<String, Optional<ObjectId>> edit : edits.entrySet()) {
            root.edit(edit.getKey(), edit.getValue());
        }
        try (ObjectReader reader = git.newObjectReader()) {
            Optional<ObjectId> tree = write(root, base, reader);
            return tree.isPresent() ? tree.get() : inserter.insert(new TreeFormatter());
        }
    }

    /** Empty when nothing is left in the folder: Git has no empty folders. */
    private Optional<ObjectId> write(Folder folder, Optional<ObjectId> base, ObjectReader reader) throws IOException {
        TreeMap<String, Entry> entries = new TreeMap<>(TreeBuilder::gitOrder);
        if (base.isPresent()) {
            for (CanonicalTreeParser p = new CanonicalTreeParser(null, reader, base.get()); !p.eof(); p.next()) {
                entries.put(
                        key(p.getEntryPathString(), p.getEntryFileMode()),
                        new Entry(p.getEntryFileMode(), p.getEntryObjectId()));
            }
        }
        for (Map.Entry<String, Optional<ObjectId>> file : folder.files.entrySet()) {
            file.getValue()
                    .ifPresentOrElse(
                            id -> entries.put(file.getKey(), new Entry(FileMode.REGULAR_FILE, id)),
                            () -> entries.remove(file.getKey()));
        }
        for (Map.Entry<String, Folder> child : folder.folders.entrySet()) {
            String key = child.getKey() + "/";
            Optional<ObjectId> before = Optional.ofNullable(entries.get(key)).map(Entry::id);
            write(child.getValue(), before, reader)
                    .ifPresentOrElse(id -> entries.put(key, new Entry(FileMode.TREE, id)), () -> entries.remove(key));
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(insert(entries));
    }

    private ObjectId insert(Map<String, Entry> entries) throws IOException {
        TreeFormatter tree = new TreeFormatter();
        entries.forEach((key, entry) ->
                tree.append(key.endsWith("/") ? key.substring(0, key.length() - 1) : key, entry.mode(), entry.id()));
        return inserter.insert(tree);
    }

    private record Entry(FileMode mode, ObjectId id) {}

    /** A folder is ordered, and told from a file, by a slash at its end. */
    private static String key(String name, FileMode mode) {
        return mode.equals(FileMode.TREE) ? name + "/" : name;
    }

    private static int gitOrder(String left, String right) {
        return java.util.Arrays.compareUnsigned(
                left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    /** The edits below one folder. */
    private static final class Folder {

        private final Map<String, Folder> folders = new TreeMap<>();
        private final Map<String, Optional<ObjectId>> files = new TreeMap<>();

        void edit(String path, Optional<ObjectId> blob) {
            int slash = path.indexOf('/');
            if (slash < 0) {
                files.put(path, blob);
            } else {
                folders.computeIfAbsent(path.substring(0, slash), name -> new Folder())
                        .edit(path.substring(slash + 1), blob);
            }
        }
    }
}
