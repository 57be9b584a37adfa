package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.admission.AdmissionRequest;
import dev.tidemark.policies.admission.Webhook;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.RestorePlan;
import dev.tidemark.snapshots.plan.Step;
import dev.tidemark.snapshots.plan.Waves;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Plans to take webhooks of the scope out of the way that nobody answers and that would refuse what the plan writes, the
 * Deployment of their own server perhaps. They come back at the end.
 */
final class Disarming {

    private static final Set<Action> STANDING = Set.of(Action.UNCHANGED, Action.APPLY, Action.REPLACE);

    private final ClusterReader reader;
    private final TypeTable types;
    private final WebhookServers servers;

    /** {@code types} = those that the cluster serves. */
    Disarming(ClusterReader reader, TypeTable types) {
        this.reader = reader;
        this.types = types;
        this.servers = new WebhookServers(reader, types);
    }

    /** Whether {@code step} takes an armed object out of the way for the time of the restore. */
    static boolean is(Step step) {
        return step.wave() == Waves.DISARM && step.action() == Action.RECREATE;
    }

    /** The same plan, in which such webhooks are deleted first and made anew last. */
    PlannedRestore with(PlannedRestore planned) {
        List<Step> standing = planned.plan().steps().stream()
                .filter(step -> STANDING.contains(step.action()) && configures(step.id()))
                .toList();
        if (standing.isEmpty()) {
            return planned;
        }
        List<AdmissionRequest> requests =
                new PlannedRequests(planned, reader, types).toCome().toList();
        Map<ResourceId, Disarmed> disarmed = new HashMap<>();
        standing.forEach(step -> disarmed(step, requests).ifPresent(d -> disarmed.put(step.id(), d)));
        return with(planned, disarmed);
    }

    /** Whether the object arms webhooks; policies need nobody to answer. */
    static boolean configures(ResourceId id) {
        return Waves.of(id) == Waves.ADMISSION && id.kind().endsWith("WebhookConfiguration");
    }

    /** How a webhook configuration is taken out of the way. */
    private record Disarmed(Step step, String uid) {}

    private Optional<Disarmed> disarmed(Step step, List<AdmissionRequest> requests) {
        if (requests.isEmpty()) {
            return Optional.empty();
        }
        ResourceType type = types.ofKind(step.id().group(), step.id().kind()).orElseThrow();
        return reader.get(type, "", step.id().name()).flatMap(live -> inTheWay(live, requests)
                .map(service -> new Disarmed(
                        new Step(
                                Waves.DISARM,
                                step.id(),
                                Action.RECREATE,
                                Reasons.DISARMED + ": its service " + service
                                        + " has no ready endpoint, and it would refuse what is written; put back at the end",
                                step.fields(),
                                step.notes()),
                        live.path("metadata").path("uid").asText())));
    }

    private Optional<Webhook.Service> inTheWay(ObjectNode configuration, List<AdmissionRequest> requests) {
        return servers.silentOf(Webhook.of(configuration).stream()
                .filter(webhook -> requests.stream().anyMatch(webhook::asks))
                .toList());
    }

    private static PlannedRestore with(PlannedRestore planned, Map<ResourceId, Disarmed> disarmed) {
        if (disarmed.isEmpty()) {
            return planned;
        }
        List<Step> steps = new ArrayList<>(planned.plan().steps());
        steps.replaceAll(step ->
                Optional.ofNullable(disarmed.get(step.id())).map(Disarmed::step).orElse(step));
        Map<ResourceId, String> uids = new HashMap<>(planned.uids());
        disarmed.forEach((id, d) -> uids.put(id, d.uid()));
        return new PlannedRestore(
                new RestorePlan(steps),
                planned.targets(),
                planned.managed(),
                planned.restated(),
                planned.found(),
                uids);
    }
}
