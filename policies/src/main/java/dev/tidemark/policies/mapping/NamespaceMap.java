package dev.tidemark.policies.mapping;

import dev.tidemark.policies.select.Selection;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which namespace stands for which: from the one of a snapshot to the one of the cluster.
 *
 * @param names each name of a snapshot's namespace, and the name that it has here; no two have the same here
 */
public record NamespaceMap(Map<String, String> names) {

    private static final NamespaceMap NONE = new NamespaceMap(Map.of());
    private static final String NAME = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    public NamespaceMap {
        names = Map.copyOf(new TreeMap<>(names));
        Set<String> here = new HashSet<>(names.values());
        if (here.size() < names.size()) {
            throw new IllegalArgumentException("two namespaces cannot become one: " + names);
        }
    }

    /** Every namespace stays what it is. */
    public static NamespaceMap none() {
        return NONE;
    }

    /** @throws Failure usage {@code bad-mapping}, when one of {@code words} is not {@code A=B}, or they contradict */
    public static NamespaceMap parse(List<String> words) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String from = equals < 0 ? "" : word.substring(0, equals);
            String to = word.substring(equals + 1);
            if (!from.matches(NAME) || !to.matches(NAME) || from.equals(to)) {
                throw bad(word, "it is not two different namespaces as A=B");
            }
            if (names.containsKey(from) || names.containsValue(to)) {
                throw bad(word, "another one names the same namespace");
            }
            names.put(from, to);
        }
        return new NamespaceMap(names);
    }

    private static Failure bad(String word, String why) {
        return Failure.usage(
                "bad-mapping", "map the namespace " + word, why, "for example --map-namespace shop=shop-copy");
    }

    public boolean isEmpty() {
        return names.isEmpty();
    }

    /** The name here of a snapshot's namespace. */
    public String here(String namespace) {
        return names.getOrDefault(namespace, namespace);
    }

    /** Who {@code id} of a snapshot is here. */
    public ResourceId here(ResourceId id) {
        return isNamespace(id)
                ? new ResourceId(id.group(), id.kind(), id.resource(), "", here(id.name()))
                : new ResourceId(id.group(), id.kind(), id.resource(), here(id.namespace()), id.name());
    }

    /** Whether an object of a snapshot is, or is in, a namespace with another name here. */
    public boolean moves(ResourceId id) {
        return names.containsKey(isNamespace(id) ? id.name() : id.namespace());
    }

    /** The way back. */
    public NamespaceMap inverse() {
        Map<String, String> back = new LinkedHashMap<>();
        names.forEach((from, to) -> back.put(to, from));
        return new NamespaceMap(back);
    }

    /** What of a snapshot is meant: without a namespace of its own, or only objects of the cluster, those that are mapped. */
    public Selection source(Selection selection) {
        return isEmpty() || !selection.namespaces().isEmpty()
                ? selection
                : in(selection, names.keySet().stream().sorted().toList());
    }

    /** The same objects as they are called here. */
    public Selection here(Selection selection) {
        List<String> here = new ArrayList<>();
        source(selection).namespaces().forEach(namespace -> here.add(here(namespace)));
        return isEmpty() ? selection : in(selection, here);
    }

    private static Selection in(Selection selection, List<String> namespaces) {
        return new Selection(
                selection.objects(),
                namespaces,
                selection.kinds(),
                selection.labels(),
                selection.clusterScoped(),
                selection.excludes());
    }

    private static boolean isNamespace(ResourceId id) {
        return id.group().isEmpty() && id.kind().equals("Namespace");
    }

    /** {@code shop as shop-copy}. */
    public String describe() {
        List<String> words = new ArrayList<>();
        new TreeMap<>(names).forEach((from, to) -> words.add(from + " as " + to));
        return String.join(", ", words);
    }
}
