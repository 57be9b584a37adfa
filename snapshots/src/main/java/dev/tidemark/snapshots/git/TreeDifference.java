package dev.tidemark.snapshots.git;

import dev.tidemark.snapshots.model.BlobId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** What a tree has that another has not, as far as it can be read: a folder that is damaged costs no more than itself. */
final class TreeDifference {

    private final ObjectReader reader;
    private final TreeVisitor visitor;

    TreeDifference(ObjectReader reader, TreeVisitor visitor) {
        this.reader = reader;
        this.visitor = visitor;
    }

    /** Visits the files of {@code tree} that {@code before} does not have at the same path with the same content. */
    void visit(ObjectId tree, Optional<ObjectId> before) {
        visit("", tree, before);
    }

    private void visit(String folder, ObjectId tree, Optional<ObjectId> before) {
        Map<String, ObjectId> known = before.map(this::entries).orElse(Map.of());
        try {
            for (CanonicalTreeParser entry = parser(tree); !entry.eof(); entry.next()) {
                ObjectId id = entry.getEntryObjectId();
                String path = folder + entry.getEntryPathString();
                Optional<ObjectId> other = Optional.ofNullable(known.get(entry.getEntryPathString()));
                if (!other.equals(Optional.of(id))) {
                    visit(path, entry.getEntryFileMode(), id, other);
                }
            }
        } catch (IOException e) {
            visitor.unreadable(folder.isEmpty() ? "/" : folder, GitErrors.describe(e));
        }
    }

    private void visit(String path, FileMode mode, ObjectId id, Optional<ObjectId> other) {
        if (mode.equals(FileMode.TREE)) {
            visit(path + "/", id, other);
        } else if (mode.equals(FileMode.REGULAR_FILE)) {
            byte[] raw = new byte[BlobId.LENGTH];
            id.copyRawTo(raw, 0);
            visitor.file(path, BlobId.fromBytes(raw));
        } else {
            visitor.unreadable(path, "it is no plain file");
        }
    }

    private CanonicalTreeParser parser(ObjectId tree) throws IOException {
        return new CanonicalTreeParser(new byte[0], reader, tree);
    }

    /** What cannot be read is as if it were not there: then the other side is visited whole. */
    private Map<String, ObjectId> entries(ObjectId tree) {
        Map<String, ObjectId> entries = new HashMap<>();
        try {
            for (CanonicalTreeParser entry = parser(tree); !entry.eof(); entry.next()) {
                entries.put(entry.getEntryPathString(), entry.getEntryObjectId());
            }
        } catch (IOException e) {
            entries.clear();
        }
        return entries;
    }
}
