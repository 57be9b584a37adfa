package dev.tidemark.reconciler.capture;

import dev.tidemark.reconciler.cluster.Cut;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Of which types and scopes an export saw everything, so that what it did not show was not there. */
public final class ListedScopes {

    private final Exported exported;
    private final Set<TypeScope> complete = new HashSet<>();

    public ListedScopes(Exported exported) {
        this.exported = exported;
        for (Cut.Outcome outcome : exported.cut().outcomes()) {
            if (outcome.state() == Coverage.State.COMPLETE) {
                complete.add(new TypeScope(
                        TypeScope.folder(outcome.listing().type()),
                        outcome.listing().namespace()));
            }
        }
    }

    /** Whether the export would have shown the object that belongs at {@code path}. */
    public boolean provesAbsent(String path) {
        TypeScope scope = TypeScope.ofPath(path);
        return complete.contains(scope) || complete.contains(new TypeScope(scope.typeFolder(), ""));
    }

    /** The lists that did not end well. */
    public List<Coverage.Entry> gaps() {
        return exported.cut().outcomes().stream()
                .filter(o -> o.state() != Coverage.State.COMPLETE)
                .map(o -> entry(o.listing().type(), o))
                .toList();
    }

    private static Coverage.Entry entry(ResourceType type, Cut.Outcome outcome) {
        return new Coverage.Entry(
                type.group(), type.resource(), outcome.listing().scope(), outcome.state(), 0, outcome.reason());
    }
}
