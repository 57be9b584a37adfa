package dev.tidemark.snapshots.git;

import dev.tidemark.snapshots.model.BlobId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** Every file of a tree: path to blob, in Git's order. */
public final class TreeIndex {

    private final Map<String, BlobId> blobs;

    TreeIndex(Map<String, BlobId> blobs) {
        this.blobs = new LinkedHashMap<>(blobs);
    }

    public static TreeIndex empty() {
        return new TreeIndex(Map.of());
    }

    public Optional<BlobId> get(String path) {
        return Optional.ofNullable(blobs.get(path));
    }

    /** The same blobs under other names; where two get one name, the first keeps it. */
    public TreeIndex renamed(UnaryOperator<String> name) {
        Map<String, BlobId> renamed = new LinkedHashMap<>();
        blobs.forEach((path, blob) -> renamed.putIfAbsent(name.apply(path), blob));
        return new TreeIndex(renamed);
    }

    public void forEach(BiConsumer<String, BlobId> visit) {
        blobs.forEach(visit);
    }

    public int size() {
        return blobs.size();
    }
}
