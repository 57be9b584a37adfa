package dev.tidemark.policies.normalise.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the rules say of the objects of one type. */
public final class TypeRules {

    private final Optional<Skip> skip;
    private final List<ObjectRule> named;
    private final List<ObjectRule> objects;
    private final List<ObjectRule> bare;
    private final List<FieldRule> fields;
    private final List<SortedList> sorted;
    private final boolean builtIn;
    private final boolean dropsNulls;

    /** Those of the rules of {@code file}, and of {@link Rules#CODE}, that concern {@code type}. */
    TypeRules(ResourceType type, RuleFile file) {
        String name = TypeName.of(type);
        this.skip = Optional.ofNullable(file.skippedTypes().get(name));
        this.named = about(name, file.named().stream(), ObjectRule::types);
        this.objects = about(name, Stream.concat(file.objects().stream(), Rules.CODE.stream()), ObjectRule::types);
        this.bare = about(name, file.bare().stream(), ObjectRule::types);
        this.fields = about(name, file.fields().stream(), FieldRule::types);
        this.sorted = about(name, file.sorted().stream(), SortedList::types);
        this.builtIn = file.builtIn().contains(type.group());
        this.dropsNulls = builtIn && !file.nullsKept().contains(type.group());
    }

    private static <T> List<T> about(String name, Stream<T> rules, Function<T, Set<String>> types) {
        return rules.filter(rule -> {
                    Set<String> named = types.apply(rule);
                    return named.contains(name) || named.contains(TypeName.EVERY);
                })
                .toList();
    }

    /** Whether the API server itself serves the type, so that it is no custom resource. */
    public boolean builtIn() {
        return builtIn;
    }

    /** Why no object of the type is exported, if so. */
    public Optional<Skip> skip() {
        return skip;
    }

    /** Why {@code live} is left out, whoever owns it: for its name. */
    public Optional<Skip> byName(ObjectNode live, Surroundings surroundings) {
        return first(named, live, surroundings);
    }

    /** Why {@code live} is left out for what it says, if so. */
    public Optional<Skip> byContent(ObjectNode live, Surroundings surroundings) {
        return first(objects, live, surroundings);
    }

    /** Why {@code pruned} is left out: because nothing but its identity remains. */
    public Optional<Skip> asBare(ObjectNode pruned, Surroundings surroundings) {
        return onlyIdentity(pruned) ? first(bare, pruned, surroundings) : Optional.empty();
    }

    /** Takes out of {@code live} what is not declared, and puts the lists in order whose order means nothing. */
    public void prune(ObjectNode live) {
        for (FieldRule rule : fields) {
            rule.prune(live);
        }
        if (dropsNulls) {
            dropNulls(live);
        }
        for (SortedList list : sorted) {
            list.sort(live);
        }
    }

    /** Puts into {@code body}, an update that is to make {@code target} of {@code live}, what {@code live} alone knows. */
    public void carryOver(ObjectNode live, ObjectNode target, ObjectNode body) {
        for (FieldRule rule : fields) {
            rule.carryOver(live, target, body);
        }
    }

    private static Optional<Skip> first(List<ObjectRule> rules, ObjectNode live, Surroundings surroundings) {
        for (ObjectRule rule : rules) {
            if (rule.leavesOut(live, surroundings)) {
                return Optional.of(rule.skip());
            }
        }
        return Optional.empty();
    }

    /** Of a namespaced object: apiVersion, kind and metadata, and in there name and namespace. */
    private static boolean onlyIdentity(ObjectNode pruned) {
        return pruned.size() == 3 && pruned.path("metadata").size() == 2;
    }

    /** Fields only: a null among the elements of a list has a position. */
    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode mapping) {
            mapping.removeIf(JsonNode::isNull);
        }
        for (JsonNode child : node) {
            if (child.isContainerNode()) {
                dropNulls(child);
            }
        }
    }
}
