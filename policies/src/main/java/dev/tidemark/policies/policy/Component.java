package dev.tidemark.policies.policy;

import dev.tidemark.policies.select.NameShape;
import dev.tidemark.policies.select.Selection;

/**
 * A part of the cluster with a history of its own.
 *
 * @param name a DNS label (RFC 1123); the history is the branch {@code live/<name>}
 * @param select what belongs to it
 */
public record Component(String name, Selection select) {

    public Component {
        if (!NameShape.isDnsLabel(name)) {
            throw new IllegalArgumentException("a component's name is a DNS label, not '" + name + "'");
        }
    }
}
