package dev.tidemark.policies.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.select.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The fields of one mapping of the document, read with their types. What is wrong becomes a line of {@link Problems}
 * and reads as if it were absent, so that reading goes on and finds the rest.
 */
final class Fields {

    private final ObjectNode node;
    private final String path;
    private final Problems problems;
    private final Substitution substitution;

    /** {@code path} is {@code ""} for the document itself. */
    Fields(ObjectNode node, String path, Problems problems, Substitution substitution) {
        this.node = node;
        this.path = path;
        this.problems = problems;
        this.substitution = substitution;
    }

    /** Reports every field that is not {@code known}; those of {@code later} as not part of this version. */
    Fields only(Set<String> known, Set<String> later) {
        node.fieldNames().forEachRemaining(name -> {
            if (later.contains(name)) {
                problem("not-in-this-version", name, "is not part of this version");
            } else if (!known.contains(name)) {
                List<String> near = Nearest.to(name, known);
                problem(
                        "unknown-field",
                        name,
                        near.isEmpty()
                                ? "is not known here: the fields are " + String.join(", ", known)
                                : "is not known: did you mean " + near.getFirst() + "?");
            }
        });
        return this;
    }

    boolean has(String name) {
        return node.has(name);
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    void problem(String code, String name, String predicate) {
        problems.add(code, path(name), predicate);
    }

    void missing(String name) {
        problem("missing-field", name, "is missing");
    }

    /** The text of a field that must be there; empty where there is a problem with it. */
    Optional<String> required(String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            missing(name);
            return Optional.empty();
        }
        return text(value, path(name));
    }

    /** The text of a field, or {@code ""}. */
    String text(String name, Consumer<String> check) {
        JsonNode value = node.get(name);
        return value == null
                ? ""
                : text(value, path(name))
                        .filter(text -> problems.passes(path(name), () -> check.accept(text)))
                        .orElse("");
    }

    /** The texts of a list that pass {@code check}; a list that is written must not be empty. */
    List<String> texts(String name, Consumer<String> check) {
        List<String> texts = new ArrayList<>();
        elements(name).forEach(element -> text(element.value(), element.path())
                .filter(text -> problems.passes(element.path(), () -> check.accept(text)))
                .ifPresent(texts::add));
        return texts;
    }

    /** The value of a field that is true or false; absent is false. */
    boolean flag(String name) {
        JsonNode value = node.get(name);
        if (value != null && !value.isBoolean()) {
            problem("not-a-flag", name, "must be true or false");
        }
        return value != null && value.asBoolean(false);
    }

    /** The mapping of a field, or one without fields. */
    Fields mapping(String name) {
        JsonNode value = node.get(name);
        return value == null ? at(node.objectNode(), path(name)) : mapping(value, path(name));
    }

    /** The mappings of a list; a list that is written must not be empty. */
    List<Fields> mappings(String name) {
        return elements(name).stream()
                .filter(element -> {
                    if (!element.value().isObject()) {
                        problems.add("not-a-mapping", element.path(), "must be a mapping");
                    }
                    return element.value().isObject();
                })
                .map(element -> mapping(element.value(), element.path()))
                .toList();
    }

    private record Element(JsonNode value, String path) {}

    private List<Element> elements(String name) {
        JsonNode list = node.get(name);
        List<Element> elements = new ArrayList<>();
        if (list == null) {
            return elements;
        }
        if (!list.isArray()) {
            problem("not-a-list", name, "must be a list");
        } else if (list.isEmpty()) {
            problem("empty-list", name, "is an empty list");
        }
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            elements.add(new Element(list.get(i), path(name) + "[" + i + "]"));
        }
        return elements;
    }

    private Fields mapping(JsonNode value, String at) {
        if (value instanceof ObjectNode mapping) {
            return at(mapping, at);
        }
        problems.add("not-a-mapping", at, "must be a mapping");
        return at(node.objectNode(), at);
    }

    private Fields at(ObjectNode mapping, String at) {
        return new Fields(mapping, at, problems, substitution);
    }

    private Optional<String> text(JsonNode value, String at) {
        if (!value.isTextual()) {
            problems.add(
                    "not-text", at, value.isValueNode() && !value.isNull() ? "must be text: quote it" : "must be text");
            return Optional.empty();
        }
        int before = problems.count();
        String text = substitution.expand(value.textValue(), (code, predicate) -> problems.add(code, at, predicate));
        if (problems.count() == before && text.isBlank()) {
            problems.add("empty-text", at, "is empty");
        }
        return problems.count() == before ? Optional.of(text) : Optional.empty();
    }
}
