package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.policy.BackupPolicy;
import dev.tidemark.policies.policy.Component;
import dev.tidemark.policies.secrecy.ObjectFields;
import dev.tidemark.policies.select.Selection;
import java.util.List;

/** A policy with all its fields, whether they were written or not. */
final class PolicyDocument {

    private PolicyDocument() {}

    static ObjectNode of(BackupPolicy policy) {
        ObjectNode document =
                Json.object().put("apiVersion", BackupPolicy.API_VERSION).put("kind", BackupPolicy.KIND);
        document.putObject("metadata").put("name", policy.name());
        ObjectNode spec = document.putObject("spec");
        ArrayNode components = spec.putArray("components");
        policy.components().forEach(component -> components.add(component(component)));
        ObjectNode secrets = spec.putObject("secrets");
        secrets.put("provider", policy.secrets().provider());
        secrets.set("recipients", Json.texts(policy.secrets().recipients()));
        secrets.set("sensitive", rules(policy.secrets().sensitive().rules()));
        secrets.set("allow", rules(policy.secrets().allow().rules()));
        return document;
    }

    private static ObjectNode component(Component component) {
        ObjectNode node = Json.object().put("name", component.name());
        Selection select = component.select();
        ObjectNode fields = node.putObject("select");
        fields.set("namespaces", Json.texts(select.namespaces()));
        fields.set("kinds", Json.texts(select.kinds()));
        fields.put("labels", select.labels()).put("clusterScoped", select.clusterScoped());
        fields.set("exclude", Json.texts(select.excludes()));
        return node;
    }

    private static ArrayNode rules(List<ObjectFields> rules) {
        ArrayNode list = Json.array();
        for (ObjectFields rule : rules) {
            ObjectNode node = list.addObject();
            node.set("kinds", Json.texts(rule.objects().kinds()));
            node.set("namespaces", Json.texts(rule.objects().namespaces()));
            node.set("names", Json.texts(rule.objects().names()));
            node.set(
                    "fields",
                    Json.texts(rule.fields().stream().map(Object::toString).toList()));
        }
        return list;
    }
}
