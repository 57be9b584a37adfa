package dev.tidemark.policies.select;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.snapshots.model.Failure;
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
