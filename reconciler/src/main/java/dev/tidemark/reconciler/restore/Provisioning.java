package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the StorageClasses of the cluster mean for a claim that has no volume. Each is asked for once; whoever may not read
 * them knows nothing of them, and waits.
 */
final class Provisioning {

    private static final String NO_PROVISIONER = "kubernetes.io/no-provisioner";

    private final ClusterReader reader;
    private final TypeTable types;
    private final Map<String, Known> classes = new ConcurrentHashMap<>();

    /** What is known of a class. */
    private sealed interface Known {

        record There(ObjectNode storageClass) implements Known {}

        record Absent() implements Known {}

        record Unreadable() implements Known {}
    }

    Provisioning(ClusterReader reader, TypeTable types) {
        this.reader = reader;
        this.types = types;
    }

    /** Whether the class of this name makes a volume only when a Pod uses the claim. */
    boolean bindsWhenAPodUsesTheClaim(String storageClass) {
        return named(storageClass) instanceof Known.There there && bindsLate(there.storageClass());
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
        return switch (named(name)) {
            case Known.Unreadable unreadable -> Optional.empty();
            case Known.Absent absent -> Optional.of("there is no StorageClass " + name);
            case Known.There there
            when byHand(there.storageClass()) && !bindsLate(there.storageClass()) ->
                Optional.of("StorageClass " + name + " makes no volumes, and none was there for it");
            case Known.There there -> Optional.empty();
        };
    }

    private static boolean bindsLate(ObjectNode storageClass) {
        return storageClass.path("volumeBindingMode").asText("").equals("WaitForFirstConsumer");
    }

    private static boolean byHand(ObjectNode storageClass) {
        return storageClass.path("provisioner").asText().equals(NO_PROVISIONER);
    }

    private Known named(String storageClass) {
        return classes.computeIfAbsent(storageClass, this::read);
    }

    private Known read(String storageClass) {
        Optional<ResourceType> type = types.ofKind("storage.k8s.io", "StorageClass");
        if (type.isEmpty()) {
            return new Known.Unreadable();
        }
        try {
            return reader.get(type.get(), "", storageClass)
                    .<Known>map(Known.There::new)
                    .orElseGet(Known.Absent::new);
        } catch (ApiError e) {
            return new Known.Unreadable();
        }
    }
}
