package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.secrecy.KnownSecrets;
import dev.tidemark.policies.secrecy.LeakGuard;
import dev.tidemark.policies.secrecy.SensitiveFields;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.function.Predicate;

/**
 * What may not be told, be it in a plan or in the server's words: the values of Secrets, wherever they stand; and of the
 * objects that the snapshot has sealed whole, or that the policy of now would seal, any value.
 *
 * @param sealed whether the snapshot has the object sealed whole
 * @param guard knows the values of the Secrets in the cluster
 */
record Confidential(Predicate<ResourceId> sealed, SensitiveFields sensitive, LeakGuard guard) {

    static Confidential none() {
        return new Confidential(id -> false, SensitiveFields.none(), new LeakGuard(new KnownSecrets()));
    }

    /** Whether no value of an object may be told; of a Secret its writer and its comparison know that themselves. */
    boolean test(ResourceId id, ObjectNode tree) {
        return sealed.test(id) || sensitive.in(new Manifest(id, tree));
    }
}
