package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the StorageClasses of the cluster mean for a claim that has no volume. Each is asked for once. */
final class Provisioning {

    private static final String NO_PROVISIONER = "kubernetes.io/no-provisioner";

    private final ClusterReader reader;
    private final TypeTable types;
    private final Map<String, Optional<ObjectNode>> classes = new ConcurrentHashMap<>();

    Provisioning(ClusterReader reader, TypeTable types) {
        this.reader = reader;
        this.types = types;
    }

    /** Whether the class of this name makes a volume only when a Pod uses the claim. */
    boolean bindsWhenAPodUsesTheClaim(String storageClass) {
        return named(storageClass)
                .filter(c -> c.path("volumeBindingMode").asText("").equals("WaitForFirstConsumer"))
                .isPresent();
    }

    /** Why nobody will make a volume for a claim with this {@code spec}, so that waiting is vain; empty when somebody may. */
    Optional<String> vain(JsonNode spec) {
        String name = spec.path("storageClassName").asText("");
        if (!spec.path("volumeName").asText("").isEmpty()) {
            return Optional.empty();
        }
        if (name.isEmpty()) { // the server would have filled in a default class
            return Optional.of("it has no StorageClass, and no volume was there for it");
        }
        Optional<ObjectNode> known = named(name);
        if (known.isEmpty()) {
            return Optional.of("there is no StorageClass " + name);
        }
        boolean byHand = known.get().path("provisioner").asText().equals(NO_PROVISIONER);
        return byHand && !bindsWhenAPodUsesTheClaim(name)
                ? Optional.of("StorageClass " + name + " makes no volumes, and none was there for it")
                : Optional.empty();
    }

    private Optional<ObjectNode> named(String storageClass) {
        return classes.computeIfAbsent(storageClass, name -> types.ofKind("storage.k8s.io", "StorageClass")
                .flatMap(type -> reader.get(type, "", name)));
    }
}
