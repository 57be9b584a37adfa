package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.admission.AdmissionRequest;
import dev.tidemark.policies.admission.Webhook;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.cluster.Once;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Holds webhooks back that nobody answers: they would refuse the very objects that the restore has written, or their Pods. */
final class Arming {

    private final WebhookServers servers;
    private final Once<List<AdmissionRequest>> requests;

    Arming(PlannedRestore planned, ClusterReader reader, TypeTable types) {
        this.servers = new WebhookServers(reader, types);
        this.requests = new Once<>(
                () -> new PlannedRequests(planned, reader, types).ofAll().toList());
    }

    /** Why the webhooks of {@code target} are not armed, after their servers have had {@code patience} to come. */
    Optional<String> heldBack(Step step, ObjectNode target, Duration patience) {
        if (step.action() != Action.CREATE || !Disarming.configures(step.id())) {
            return Optional.empty();
        }
        List<Webhook> silent = Webhook.of(target).stream()
                .filter(servers::refusesUnasked)
                .filter(this::asked)
                .toList();
        boolean answered = new Awaiting(patience).until(() -> silent.stream().noneMatch(servers::refusesUnasked));
        return answered
                ? Optional.empty()
                : servers.silentOf(silent)
                        .map(service -> Reasons.WEBHOOK_UNANSWERED + ": its service " + service
                                + " has no ready endpoint, and it would refuse what is restored;"
                                + " restore it again when there is one, or arm it all the same with --no-wait");
    }

    private boolean asked(Webhook webhook) {
        return requests.get().stream().anyMatch(webhook::asks);
    }
}
