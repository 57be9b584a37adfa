package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.reconciler.capture.Exported;
import dev.tidemark.reconciler.drift.LiveState;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.seal.SealedManifests;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Claims that are gone and come back. A volume that was kept remembers the uid of its claim and waits for that very one,
 * for ever; without the uid, the next claim of that name has it, and its data.
 *
 * @param claims all of them, as {@code namespace/name}
 * @param doomed those that are still there, in a namespace that is going
 * @param volumes the paths of the volumes that are meant for them
 */
record ComingClaims(Set<String> claims, Set<String> doomed, Set<String> volumes) {

    private static final List<String> OF_ONE_LIFE = List.of("uid", "resourceVersion");

    ComingClaims {
        claims = Set.copyOf(claims);
        doomed = Set.copyOf(doomed);
        volumes = Set.copyOf(volumes);
    }

    static ComingClaims none() {
        return new ComingClaims(Set.of(), Set.of(), Set.of());
    }

    /** The claims of {@code snapshot} that {@code filter} selects and that are not {@code live}, or not for long. */
    static ComingClaims of(Snapshot snapshot, ObjectFilter filter, LiveState live, DyingNamespaces dying) {
        Set<String> claims = new HashSet<>();
        Set<String> doomed = new HashSet<>();
        snapshot.forEachManifest(
                path -> is(path, "persistentvolumeclaims") && goes(path, live, dying),
                (path, claim) -> {
                    if (filter.test(claim.id(), SealedManifests.labels(claim))) {
                        String name = claim.id().namespace() + "/" + claim.id().name();
                        claims.add(name);
                        if (dying.contains(claim.id().namespace())) {
                            doomed.add(name);
                        }
                    }
                },
                (path, damage) -> {});
        Set<String> volumes = new HashSet<>();
        snapshot.forEachManifest(
                path -> !claims.isEmpty() && is(path, "persistentvolumes"),
                (path, volume) -> {
                    if (claims.contains(claim(volume.tree()))) {
                        volumes.add(path);
                    }
                },
                (path, damage) -> {});
        return new ComingClaims(claims, doomed, volumes);
    }

    private static boolean is(String path, String resource) {
        return SnapshotLayout.resource(path).equals(resource);
    }

    private static boolean goes(String path, LiveState live, DyingNamespaces dying) {
        Exported.Entry entry = live.exported().objects().get(path);
        return entry == null || dying.contains(entry.id().namespace());
    }

    /** What keeps the claim that {@code wanted} is meant for from having {@code live}, if something does. */
    Optional<FieldChange> hindrance(ResourceType type, ObjectNode live, ObjectNode wanted) {
        boolean waits = type.group().isEmpty()
                && type.kind().equals("PersistentVolume")
                && claims.contains(claim(wanted))
                && claim(live).equals(claim(wanted))
                && (doomed.contains(claim(wanted))
                        || live.path("status").path("phase").asText().equals("Released"));
        return Optional.ofNullable(live.path("spec").path("claimRef").get("uid"))
                .filter(uid -> waits)
                .map(uid -> new FieldChange("/spec/claimRef/uid", ".spec.claimRef.uid", uid, null));
    }

    /** Takes the hindrance out of {@code body}, which is to take the place of {@code live}. */
    void remove(ResourceType type, ObjectNode live, ObjectNode body) {
        if (hindrance(type, live, body).isPresent() && body.path("spec").get("claimRef") instanceof ObjectNode claim) {
            claim.remove(OF_ONE_LIFE);
        }
    }

    private static String claim(ObjectNode volume) {
        JsonNode claim = volume.path("spec").path("claimRef");
        return claim.path("namespace").asText() + "/" + claim.path("name").asText();
    }
}
