package dev.tidemark.reconciler.restore;

import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.capture.Exported;
import dev.tidemark.reconciler.cluster.Cut;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.HashSet;
import java.util.Set;

/**
 * Which objects an export proves not to be there: those that no complete list of their type had. Asking the server for
 * each of them again would cost as much as making it.
 */
final class Absence {

    private final Exported live;
    private final boolean wholeTypes;
    private final Set<ResourceId> leftOut = new HashSet<>();
    private final Set<String> listed = new HashSet<>();

    /** {@code selection} = what was exported: by labels, an object that lost one is there all the same. */
    Absence(Exported live, Selection selection) {
        this.live = live;
        this.wholeTypes = selection.labels().isEmpty();
        live.skipped().forEach(skip -> leftOut.add(skip.id()));
        leftOut.addAll(live.unsealed());
        for (Cut.Outcome outcome : live.cut().outcomes()) {
            if (outcome.state() == Coverage.State.COMPLETE) {
                listed.add(scope(
                        outcome.listing().type().group(),
                        outcome.listing().type().kind(),
                        outcome.listing().namespace()));
            }
        }
    }

    /** A no only means that it has to be looked for. */
    boolean certain(ResourceId id) {
        boolean complete = listed.contains(scope(id.group(), id.kind(), ""))
                || listed.contains(scope(id.group(), id.kind(), id.namespace()));
        return wholeTypes
                && complete
                && !leftOut.contains(id)
                && !live.objects().containsKey(SnapshotLayout.path(id));
    }

    private static String scope(String group, String kind, String namespace) {
        return group + "/" + kind + " " + namespace;
    }
}
