package dev.tidemark.reconciler.restore;

import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.RestorePlan;
import dev.tidemark.snapshots.plan.Step;
import dev.tidemark.snapshots.plan.Waves;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets a plan try what a webhook or an admission policy has denied in its dry run, where the same plan deletes that webhook
 * or policy before.
 */
final class LiftedDenials {

    /** As API servers word it; the denier's own words follow. */
    private static final Pattern DENIED =
            Pattern.compile("(?:ValidatingAdmissionPolicy '(?<policy>[^']+)' with binding '(?<binding>[^']+)'"
                    + "|admission webhook \"(?<webhook>[^\"]+)\") denied (?:the )?request");

    private final ClusterReader reader;
    private final TypeTable types;

    /** {@code types} = those that the cluster serves. */
    LiftedDenials(ClusterReader reader, TypeTable types) {
        this.reader = reader;
        this.types = types;
    }

    PlannedRestore with(PlannedRestore planned) {
        List<Step> steps = planned.plan().steps();
        if (steps.stream().noneMatch(LiftedDenials::denied)) {
            return planned;
        }
        Set<String> going = steps.stream()
                .filter(step -> step.action() == Action.DELETE && step.wave() == Waves.DISARM)
                .flatMap(step -> names(step.id()))
                .collect(Collectors.toSet());
        List<Step> tried = new ArrayList<>(steps);
        tried.replaceAll(
                step -> denied(step) && going.stream().anyMatch(deniers(step)::contains) ? lifted(step) : step);
        return planned.with(new RestorePlan(tried));
    }

    private static boolean denied(Step step) {
        return step.action() == Action.BLOCKED && !deniers(step).isEmpty();
    }

    private static List<String> deniers(Step step) {
        Matcher matcher = DENIED.matcher(step.reason());
        return matcher.find()
                ? Stream.of(matcher.group("policy"), matcher.group("binding"), matcher.group("webhook"))
                        .filter(Objects::nonNull)
                        .toList()
                : List.of();
    }

    /** What the object is called in a denial. */
    private Stream<String> names(ResourceId id) {
        return Disarming.configures(id)
                ? types.ofKind(id.group(), id.kind()).flatMap(type -> reader.get(type, "", id.name())).stream()
                        .flatMap(live -> live.path("webhooks").valueStream())
                        .map(webhook -> webhook.path("name").asText())
                : Stream.of(id.name());
    }

    private static Step lifted(Step step) {
        boolean missing = step.fields().isEmpty();
        return new Step(
                step.wave(),
                step.id(),
                missing ? Action.CREATE : Action.REPLACE,
                (missing ? Reasons.CREATE_UNPROVEN : Reasons.CHANGE_UNPROVEN) + ": denied by what is deleted before",
                step.fields(),
                step.notes());
    }
}
