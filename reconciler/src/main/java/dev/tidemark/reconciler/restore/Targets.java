package dev.tidemark.reconciler.restore;

import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What each object of a plan shall be. It is read from the snapshot, and a Secret opened, each time that it is asked for:
 * all of them together may be as large as the cluster.
 */
final class Targets {

    private final Function<String, Optional<Manifest>> manifests;
    private final Function<Manifest, Placement> placements;
    private final Map<ResourceId, String> paths = new ConcurrentHashMap<>();

    /** {@code manifests} = what the snapshot has at a path; both are asked from many threads. */
    Targets(Function<String, Optional<Manifest>> manifests, Function<Manifest, Placement> placements) {
        this.manifests = manifests;
        this.placements = placements;
    }

    /** Notes where the snapshot has what shall become {@code id}. */
    void put(ResourceId id, String path) {
        paths.put(id, path);
    }

    boolean has(ResourceId id) {
        return paths.containsKey(id);
    }

    /** Where {@code id} stands in the snapshot; empty for what is only to be deleted. */
    Optional<String> path(ResourceId id) {
        return Optional.ofNullable(paths.get(id));
    }

    /** What the snapshot states: under its name there, and a Secret sealed. */
    Optional<Manifest> stated(ResourceId id) {
        return path(id).flatMap(manifests);
    }

    /**
     * What {@code id} shall be, for the caller to change; takes a processor for a while where a Secret is opened.
     *
     * @throws IllegalArgumentException when the plan does not have it, or only to delete it
     */
    Wanted of(ResourceId id) {
        Manifest manifest = stated(id).orElseThrow(() -> new IllegalArgumentException("nothing is wanted of " + id));
        return switch (placements.apply(manifest)) {
            case Placement.At at -> new Wanted.Tree(at.id(), at.tree());
            case Placement.Later later -> new Wanted.Tree(later.id(), later.tree());
            case Placement.LeftOut left -> new Wanted.LeftOut(left.id(), left.reason());
            case Placement.Unknown unknown -> new Wanted.Unknown(unknown.id(), unknown.reason());
            case Placement.Nowhere nowhere -> new Wanted.Unknown(nowhere.id(), nowhere.reason());
        };
    }
}
