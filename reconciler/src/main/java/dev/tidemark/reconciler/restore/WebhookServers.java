package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.policies.admission.Webhook;
import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.List;
import java.util.Optional;

/** Whether somebody answers webhooks: a Service is as good as its ready endpoints. */
final class WebhookServers {

    private final ClusterReader reader;
    private final TypeTable types;

    /** {@code types} = those that the cluster serves. */
    WebhookServers(ClusterReader reader, TypeTable types) {
        this.reader = reader;
        this.types = types;
    }

    /** Whether the webhook is in the way: it refuses what it cannot be asked about, and nobody is there to be asked. */
    boolean refusesUnasked(Webhook webhook) {
        return webhook.failsClosed() && webhook.service().filter(this::silent).isPresent();
    }

    /** The Service of the first one that is in the way. */
    Optional<Webhook.Service> silentOf(List<Webhook> webhooks) {
        return webhooks.stream().filter(this::refusesUnasked).findFirst().flatMap(Webhook::service);
    }

    /** Who may not look knows nothing of it; then it counts as answering. */
    private boolean silent(Webhook.Service service) {
        try {
            return types.ofKind("discovery.k8s.io", "EndpointSlice")
                    .map(type ->
                            reader.labelled(type, service.namespace(), "kubernetes.io/service-name", service.name()))
                    .filter(slices -> slices.stream().noneMatch(WebhookServers::ready))
                    .isPresent();
        } catch (ApiError e) {
            return false;
        }
    }

    /** An endpoint of unknown readiness counts as ready (KEP-752, {@code discovery.k8s.io/v1}). */
    private static boolean ready(JsonNode slice) {
        return slice.path("endpoints")
                .valueStream()
                .anyMatch(endpoint -> endpoint.path("conditions").path("ready").asBoolean(true));
    }
}
