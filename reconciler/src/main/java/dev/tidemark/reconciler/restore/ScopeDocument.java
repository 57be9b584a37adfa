package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.mapping.NamespaceMap;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a restore was asked for, in the form in which the journal and saved plans keep it. */
public final class ScopeDocument {

    private ScopeDocument() {}

    public static ObjectNode of(RestoreScope scope) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("selection", of(scope.selection()));
        node.set("namespaces", of(scope.namespaces()));
        node.put("secrets", scope.secrets().name());
        list(node, "allowRecreate", scope.allowRecreate());
        node.put("withDependencies", scope.withDependencies());
        node.put("ownedByOthers", scope.ownedByOthers().name());
        scope.prune().ifPresent(prune -> {
            ObjectNode pruned = node.putObject("prune").put("maxDeletes", prune.maxDeletes());
            list(pruned, "allowKinds", prune.allowKinds());
        });
        return node;
    }

    /** @throws IllegalArgumentException when a word in it is not known */
    public static RestoreScope scope(JsonNode node) {
        JsonNode prune = node.path("prune");
        return new RestoreScope(
                selection(node.path("selection")),
                namespaces(node.path("namespaces")),
                SecretsMode.valueOf(node.path("secrets").asText()),
                texts(node.path("allowRecreate")),
                node.path("withDependencies").asBoolean(),
                OwnedByOthers.valueOf(node.path("ownedByOthers").asText()),
                prune.isObject()
                        ? Optional.of(new PruneRequest(
                                texts(prune.path("allowKinds")),
                                prune.path("maxDeletes").asInt()))
                        : Optional.empty());
    }

    static ObjectNode of(Selection selection) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("labels", selection.labels())
                .put("clusterScoped", selection.clusterScoped());
        list(node, "objects", selection.objects());
        list(node, "namespaces", selection.namespaces());
        list(node, "kinds", selection.kinds());
        list(node, "excludes", selection.excludes());
        return node;
    }

    static Selection selection(JsonNode node) {
        return new Selection(
                texts(node.path("objects")),
                texts(node.path("namespaces")),
                texts(node.path("kinds")),
                node.path("labels").asText(""),
                node.path("clusterScoped").asBoolean(),
                texts(node.path("excludes")));
    }

    static ObjectNode of(NamespaceMap namespaces) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        namespaces.names().forEach(node::put);
        return node;
    }

    /** @throws IllegalArgumentException when two namespaces would become one */
    static NamespaceMap namespaces(JsonNode node) {
        Map<String, String> names = new HashMap<>();
        node.properties()
                .forEach(name -> names.put(name.getKey(), name.getValue().asText()));
        return new NamespaceMap(names);
    }

    /** Of a node with {@code group}, {@code kind}, {@code resource}, {@code name} and perhaps {@code namespace}. */
    public static ResourceId id(JsonNode node) {
        return new ResourceId(
                node.path("group").asText(),
                node.path("kind").asText(),
                node.path("resource").asText(),
                node.path("namespace").asText(""),
                node.path("name").asText());
    }

    private static void list(ObjectNode node, String field, List<String> values) {
        ArrayNode list = node.putArray(field);
        values.forEach(list::add);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
