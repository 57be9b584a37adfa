package dev.tidemark.policies.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.normalise.rules.Rules;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Finds what still speaks of the old namespace, and only a person can tell whether it should. */
final class Mentions {

    private final Map<String, Pattern> addresses = new TreeMap<>();

    Mentions(NamespaceMap map) {
        for (String namespace : map.names().keySet()) {
            String service = "(?<![a-z0-9.-])[a-z0-9]([a-z0-9-]*[a-z0-9])?\\.";
            addresses.put(namespace, Pattern.compile(service + Pattern.quote(namespace) + "(?![a-z0-9-])"));
        }
    }

    /** One phrase for each field. A Secret's values are not looked at. */
    List<String> in(ResourceId id, ObjectNode rewritten) {
        List<String> found = new ArrayList<>();
        boolean custom = !Rules.standard().builtIn(id.group());
        rewritten.properties().forEach(entry -> {
            boolean secret = id.kind().equals("Secret") || id.kind().equals("SealedSecret");
            if (!secret
                    && !entry.getKey().equals("apiVersion")
                    && !entry.getKey().equals("kind")) {
                walk("." + entry.getKey(), entry.getKey(), entry.getValue(), custom, found);
            }
        });
        return found;
    }

    private void walk(String path, String key, JsonNode node, boolean custom, List<String> found) {
        if (node.isTextual()) {
            addresses.forEach((namespace, address) -> {
                boolean named = custom
                        && key.toLowerCase(Locale.ROOT).contains("namespace")
                        && node.asText().equals(namespace);
                if (named || address.matcher(node.asText()).find()) {
                    found.add(path + " still speaks of " + namespace);
                }
            });
        }
        node.properties().forEach(e -> walk(path + "." + e.getKey(), e.getKey(), e.getValue(), custom, found));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(path + "[" + i + "]", key, node.get(i), custom, found);
            }
        }
    }
}
