package dev.tidemark.reconciler.capture;

import dev.tidemark.policies.normalise.FactCollector;
import dev.tidemark.policies.normalise.Normaliser;
import dev.tidemark.policies.select.ObjectFilter;
import dev.tidemark.reconciler.cluster.Discovery;
import dev.tidemark.reconciler.cluster.Listing;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which lists an export makes, in two phases: first the types whose objects decide about others (an HPA scales, a
 * SealedSecret owns, a Service has a selector), then the rest. What leaves is searched for the values of Secrets, so that they
 * are listed for it, selected or not.
 */
public final class ExportScope {

    private final List<Listing> facts = new ArrayList<>();
    private final List<Listing> rest = new ArrayList<>();
    private final List<Coverage.Entry> excluded = new ArrayList<>();

    /** {@code leaves} = whether what is exported goes into a commit. */
    public ExportScope(Discovery discovery, Normaliser normaliser, ObjectFilter filter, boolean leaves) {
        for (ResourceType type : discovery.types().types()) {
            boolean fact = FactCollector.wants(type);
            if (normaliser.skipsType(type)) {
                exclude(type, "left out by rule");
            } else if (!filter.wantsType(type)) {
                exclude(type, "not selected");
                if (fact) {
                    facts.add(new Listing(type, ""));
                } else if (leaves && SecretDocuments.isSecret(type.id("", "any"))) {
                    rest.addAll(listings(type, filter));
                }
            } else {
                (fact ? facts : rest).addAll(listings(type, filter));
            }
        }
    }

    private void exclude(ResourceType type, String reason) {
        String scope = type.namespaced() ? Coverage.ALL_NAMESPACES : Coverage.CLUSTER;
        excluded.add(new Coverage.Entry(type.group(), type.resource(), scope, Coverage.State.EXCLUDED, 0, reason));
    }

    private static List<Listing> listings(ResourceType type, ObjectFilter filter) {
        if (!type.namespaced() || filter.namespaces().isEmpty()) {
            return List.of(new Listing(type, ""));
        }
        return filter.namespaces().stream().map(ns -> new Listing(type, ns)).toList();
    }

    List<List<Listing>> phases() {
        return List.of(List.copyOf(facts), List.copyOf(rest));
    }

    /** All lists, whatever their phase. */
    public List<Listing> listings() {
        return Stream.concat(facts.stream(), rest.stream()).toList();
    }

    /** What is left out on purpose: by rule or by the selection. */
    List<Coverage.Entry> excluded() {
        return List.copyOf(excluded);
    }
}
