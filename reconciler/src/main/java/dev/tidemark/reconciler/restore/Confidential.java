package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.secrecy.SensitiveFields;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.function.Predicate;

/**
 * Of which objects, Secrets aside, no value may be told, be it in a plan or in the server's words: those that the snapshot
 * has sealed whole, and those that the policy of now would seal.
 *
 * @param sealed whether the snapshot has the object sealed whole
 */
record Confidential(Predicate<ResourceId> sealed, SensitiveFields sensitive) {

    static Confidential none() {
        return new Confidential(id -> false, SensitiveFields.none());
    }

    boolean test(ResourceId id, ObjectNode tree) {
        return sealed.test(id) || sensitive.in(new Manifest(id, tree));
    }
}
