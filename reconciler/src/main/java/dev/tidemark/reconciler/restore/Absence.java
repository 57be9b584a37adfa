package dev.tidemark.reconciler.restore;

import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.capture.Exported;
import dev.tidemark.reconciler.capture.ListedScopes;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.HashSet;
import java.util.Set;

/**
 * Which objects an export proves not to be there: those that no complete list of their type had. Asking the server for
 * each of them again would cost as much as making it.
 */
final class Absence {

    private final Exported live;
    private final ListedScopes listed;
    private final boolean wholeTypes;
    private final Set<ResourceId> leftOut = new HashSet<>();

    /** {@code selection} = what was exported: by labels, an object that lost one is there all the same. */
    Absence(Exported live, Selection selection) {
        this.live = live;
        this.listed = new ListedScopes(live);
        this.wholeTypes = selection.labels().isEmpty();
        live.skipped().forEach(skip -> leftOut.add(skip.id()));
        leftOut.addAll(live.unsealed());
    }

    /** A no only means that it has to be looked for. */
    boolean certain(ResourceId id) {
        String path = SnapshotLayout.path(id);
        return wholeTypes
                && listed.provesAbsent(path)
                && !leftOut.contains(id)
                && !live.objects().containsKey(path);
    }
}
