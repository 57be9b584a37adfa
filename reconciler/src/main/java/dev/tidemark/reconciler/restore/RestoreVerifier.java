package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.drift.Comparison;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Says how the cluster differs from what a restore was to make of it. What was left alone on purpose is not looked at. */
final class RestoreVerifier {

    private final ClusterReader reader;
    private final Judgement judgement;

    RestoreVerifier(ClusterReader reader, Judgement judgement) {
        this.reader = reader;
        this.judgement = judgement;
    }

    /**
     * @param comparison the snapshot beside the cluster of now; what is wanted otherwise than the snapshot has it is asked
     *     for object by object instead
     * @param mapped whether namespaces have other names than in the snapshot, which then says nothing of what is there
     * @param pruned whether objects that the snapshot does not have should have gone
     */
    Verification verify(
            PlannedRestore planned, List<Outcome> outcomes, Comparison comparison, boolean mapped, boolean pruned) {
        Set<ResourceId> expected = ids(outcomes, Outcome::residual);
        Set<ResourceId> skipped = ids(outcomes, o -> o.kind() == Outcome.Kind.SKIPPED);
        Map<ResourceId, PlannedRestore.Restated> otherwise = otherwise(planned, comparison);
        Set<ResourceId> passedOver = new HashSet<>(skipped);
        otherwise.forEach((id, restated) -> {
            passedOver.add(id);
            passedOver.add(restated.source());
        });
        Found found = new Found(expected);
        comparison.changes().stream()
                .filter(change -> !passedOver.contains(change.id()))
                .filter(change -> !mapped || change.kind() == Change.Kind.ADDED)
                .forEach(found::add);
        otherwise.entrySet().stream()
                .filter(e -> !skipped.contains(e.getKey()))
                .forEach(e -> look(e.getKey(), e.getValue(), planned.targets(), found));
        return new Verification(found.residual, found.missing, found.extra, pruned, Optional.empty());
    }

    private static Map<ResourceId, PlannedRestore.Restated> otherwise(PlannedRestore planned, Comparison comparison) {
        TypeTable types = comparison.live().orElseThrow().discovery().types();
        Map<ResourceId, PlannedRestore.Restated> otherwise = new HashMap<>(planned.restated());
        otherwise.values().removeIf(restated -> !restated.shownOtherwise(types));
        return otherwise;
    }

    private void look(ResourceId id, PlannedRestore.Restated restated, Targets targets, Found found) {
        Optional<ObjectNode> live = reader.get(restated.type(), id.namespace(), id.name());
        if (live.isEmpty()) {
            found.missing.add(id);
        } else if (targets.of(id) instanceof Wanted.Tree wanted) {
            judgement
                    .differences(restated.type(), live.get(), wanted.tree())
                    .forEach(field -> found.addResidual(id, field.path()));
        }
    }

    private static Set<ResourceId> ids(List<Outcome> outcomes, Predicate<Outcome> wanted) {
        return outcomes.stream().filter(wanted).map(Outcome::id).collect(Collectors.toSet());
    }

    private static final class Found {

        private final Set<ResourceId> expected;
        private final List<Verification.Residual> residual = new ArrayList<>();
        private final List<ResourceId> missing = new ArrayList<>();
        private final List<ResourceId> extra = new ArrayList<>();

        Found(Set<ResourceId> expected) {
            this.expected = expected;
        }

        void add(Change change) {
            switch (change.kind()) {
                case ADDED -> extra.add(change.id());
                case REMOVED -> missing.add(change.id());
                case MODIFIED -> change.fields().forEach(field -> addResidual(change.id(), field.path()));
            }
        }

        void addResidual(ResourceId id, String path) {
            residual.add(new Verification.Residual(
                    id, path, expected.contains(id) ? Reasons.EXPECTED_RESIDUAL : "unexpected"));
        }
    }
}
