package dev.tidemark.policies.select;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.snapshots.model.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A label selector as {@code kubectl -l} takes it; an object must meet every requirement, and none means any object.
 * {@code toString} gives a form that {@link #parse} reads back.
 */
public record LabelSelector(List<Requirement> requirements) {

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /**
     * Reads {@code a=b,c==d,e!=f,g,!h,i in (j,k),l notin (m)}; blank text has no requirement.
     *
     * @throws Failure usage {@code bad-selector} with the column, where the text is not a selector or a key or value
     *     is not what Kubernetes accepts
     */
    public static LabelSelector parse(String text) {
        return new LabelSelector(new LabelSelectorParser(text).requirements());
    }

    /**
     * As objects of the API state it, by {@code matchLabels} and {@code matchExpressions}; a missing node has no
     * requirement.
     *
     * @throws IllegalArgumentException when an operator is none of {@code In}, {@code NotIn}, {@code Exists} and
     *     {@code DoesNotExist}
     */
    public static LabelSelector of(JsonNode selector) {
        List<Requirement> requirements = new ArrayList<>();
        selector.path("matchLabels")
                .properties()
                .forEach(label -> requirements.add(new Requirement.In(
                        label.getKey(), List.of(label.getValue().asText()))));
        selector.path("matchExpressions").forEach(expression -> requirements.add(requirement(expression)));
        return new LabelSelector(requirements);
    }

    private static Requirement requirement(JsonNode expression) {
        String key = expression.path("key").asText();
        List<String> values =
                expression.path("values").valueStream().map(JsonNode::asText).toList();
        String operator = expression.path("operator").asText();
        return switch (operator) {
            case "In" -> new Requirement.In(key, values);
            case "NotIn" -> new Requirement.NotIn(key, values);
            case "Exists" -> new Requirement.Present(key);
            case "DoesNotExist" -> new Requirement.Absent(key);
            default -> throw new IllegalArgumentException("a label selector has no operator " + operator);
        };
    }

    /** Whether an object with these {@code metadata.labels} is selected; a missing node has no labels. */
    public boolean test(JsonNode labels) {
        for (int i = 0; i < requirements.size(); i++) {
            if (!requirements.get(i).test(labels)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
    }
}
