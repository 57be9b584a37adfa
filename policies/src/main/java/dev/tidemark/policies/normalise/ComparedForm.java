package dev.tidemark.policies.normalise;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;

/** What two manifests are compared by: less than they hold, since some of it is nobody's wish. */
public final class ComparedForm {

    private ComparedForm() {}

    /** Takes out of {@code tree} what a comparison passes over: the replicas that an autoscaler sets. */
    public static void forget(ResourceId id, ObjectNode tree, ClusterFacts facts) {
        if (facts.hpaScales(id) && tree.get("spec") instanceof ObjectNode spec) {
            spec.remove("replicas");
        }
    }
}
