package dev.tidemark.policies.normalise.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The rules that {@code rules.yaml} beside this class states.
 *
 * @param version grows with every change of what a manifest holds
 * @param builtIn the API groups that the API server itself serves
 * @param nullsKept those of them whose objects embed JSON of others, in which null is data
 * @param skippedTypes why a type is left out, by {@link TypeName}
 * @param named left out by name, before anyone asks for a controller
 * @param objects left out for what they are
 * @param bare left out when nothing but their identity remains
 * @param fields what becomes of fields, in this order
 * @param sorted lists put in order, in this order
 */
record RuleFile(
        int version,
        Set<String> builtIn,
        Set<String> nullsKept,
        Map<String, Skip> skippedTypes,
        List<ObjectRule> named,
        List<ObjectRule> objects,
        List<ObjectRule> bare,
        List<FieldRule> fields,
        List<SortedList> sorted) {

    private static final String RESOURCE = "rules.yaml";

    static RuleFile load() {
        try (InputStream in = RuleFile.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path");
            }
            return of(CanonicalYaml.read(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RuleFile of(ObjectNode file) {
        return new RuleFile(
                file.path("version").asInt(),
                Set.copyOf(texts(file.path("groups").path("built-in"))),
                Set.copyOf(texts(file.path("groups").path("nulls-kept"))),
                skippedTypes(file.path("skipped-types")),
                each(file.path("named-objects"), RuleFile::objects),
                each(file.path("skipped-objects"), RuleFile::objects),
                each(file.path("bare-objects"), RuleFile::objects),
                each(file.path("fields"), RuleFile::field),
                each(file.path("sorted-lists"), RuleFile::sorted));
    }

    private static Map<String, Skip> skippedTypes(JsonNode rules) {
        Map<String, Skip> skips = new HashMap<>();
        for (JsonNode rule : rules) {
            only(rule, "reason", "types", "why");
            Skip skip = skip(rule);
            types(rule).forEach(type -> skips.put(type, skip));
        }
        return Map.copyOf(skips);
    }

    private static ObjectRule objects(JsonNode rule) {
        only(rule, "names", "namespace", "reason", "types", "unless", "when", "why");
        return new ListedObjects(
                skip(rule),
                types(rule),
                patterns(rule.path("names")),
                Optional.ofNullable(rule.get("namespace")).map(JsonNode::asText),
                conditions(rule));
    }

    private static FieldRule field(JsonNode rule) {
        only(rule, "do", "elements", "entries", "path", "types", "unless", "when", "why");
        return new FieldRule(
                FieldRule.Action.valueOf(text(rule, "do").toUpperCase(Locale.ROOT)),
                types(rule),
                FieldPath.parse(text(rule, "path")),
                part(rule),
                conditions(rule),
                text(rule, "why"));
    }

    private static SortedList sorted(JsonNode rule) {
        only(rule, "path", "types");
        return new SortedList(types(rule), FieldPath.parse(text(rule, "path")));
    }

    private static Part part(JsonNode rule) {
        if (rule.has("entries")) {
            return new Part.Entries(texts(rule.path("entries")));
        }
        for (Map.Entry<String, JsonNode> key : rule.path("elements").properties()) {
            return new Part.Elements(key.getKey(), patterns(key.getValue()));
        }
        return new Part.Whole();
    }

    private static Conditions conditions(JsonNode rule) {
        return new Conditions(
                each(rule.path("when"), RuleFile::condition), each(rule.path("unless"), RuleFile::condition));
    }

    private static Condition condition(JsonNode condition) {
        only(condition, "annotation", "field", "is", "label");
        TextPattern is =
                condition.has("is") ? new TextPattern(condition.path("is").asText()) : TextPattern.ANY;
        if (condition.has("label")) {
            return new Condition.Label(text(condition, "label"), is);
        }
        if (condition.has("annotation")) {
            return new Condition.Annotation(text(condition, "annotation"), is);
        }
        return new Condition.Field(FieldPath.parse(text(condition, "field")), is);
    }

    private static Skip skip(JsonNode rule) {
        return new Skip(text(rule, "reason"), text(rule, "why"));
    }

    private static Set<String> types(JsonNode rule) {
        Set<String> types = new HashSet<>(texts(rule.path("types")));
        if (types.isEmpty()) {
            throw new IllegalStateException("a rule without types: " + rule);
        }
        return types;
    }

    private static List<TextPattern> patterns(JsonNode list) {
        return each(list, pattern -> new TextPattern(pattern.asText()));
    }

    private static List<String> texts(JsonNode list) {
        return each(list, JsonNode::asText);
    }

    private static <T> List<T> each(JsonNode list, Function<JsonNode, T> reader) {
        List<T> all = new ArrayList<>(list.size());
        list.forEach(element -> all.add(reader.apply(element)));
        return List.copyOf(all);
    }

    private static String text(JsonNode rule, String field) {
        String text = rule.path(field).asText();
        if (text.isEmpty()) {
            throw new IllegalStateException("a rule without " + field + ": " + rule);
        }
        return text;
    }

    private static void only(JsonNode rule, String... fields) {
        Set<String> known = Set.of(fields);
        rule.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw new IllegalStateException("'" + field + "' is no field of the rule " + rule);
            }
        });
    }
}
