package dev.tidemark.reconciler.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.SecretValue;
import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/** A connection to one cluster: who it is, what it serves, and the reader and the writer of its objects. */
public final class Cluster implements AutoCloseable {

    private final ApiServer server;
    private final String name;
    private final Once<ClusterIdentity> identity = new Once<>(this::askIdentity);

    private Cluster(ApiServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /**
     * Connects by kubectl's rules; nothing is sent yet.
     *
     * @throws Failure usage, when no cluster is named or the context is unknown
     */
    public static Cluster connect(Optional<Path> kubeconfig, Optional<String> context) {
        Config config = Kubeconfig.load(kubeconfig, context);
        String name = config.getCurrentContext() == null
                ? URI.create(config.getMasterUrl()).getHost()
                : config.getCurrentContext().getContext().getCluster();
        return new Cluster(new ApiServer(config), name);
    }

    /**
     * Asked for once, by whoever comes first; the others wait for that answer.
     *
     * @throws Failure when the cluster does not answer or does not know us
     */
    public ClusterIdentity identity() {
        return identity.get();
    }

    private ClusterIdentity askIdentity() {
        try {
            JsonNode version = server.get("/version", "application/json", JsonTrees::read);
            JsonNode namespace = server.get("/api/v1/namespaces/kube-system", "application/json", JsonTrees::read);
            return new ClusterIdentity(
                    namespace.path("metadata").path("uid").asText(),
                    version.path("gitVersion").asText(),
                    name);
        } catch (ApiError e) {
            throw failure("reach the cluster " + name + " at " + server.address(), e);
        }
    }

    /**
     * Whom the cluster takes us for: the user and his groups.
     *
     * @throws Failure when it does not answer
     */
    public Set<String> self() {
        try {
            return new SelfReview(server).subjects();
        } catch (ApiError e) {
            throw failure("ask the cluster " + name + " who we are", e);
        }
    }

    /**
     * Whether we may do {@code verb} to each object of a type.
     *
     * @param verb as RBAC names it, e.g. {@code list}
     * @throws Failure when the cluster does not answer
     */
    public boolean may(String verb, Listing listing) {
        return may(verb, listing.type().group(), listing.type().resource(), listing.namespace());
    }

    /**
     * Whether we may do everything: then nothing else needs to be asked.
     *
     * @throws Failure when the cluster does not answer
     */
    public boolean mayEverything() {
        return may("*", "*", "*", "");
    }

    private boolean may(String verb, String group, String resource, String namespace) {
        try {
            return new SelfReview(server).may(verb, group, resource, namespace);
        } catch (ApiError e) {
            throw failure("ask the cluster " + name + " what we may do", e);
        }
    }

    /**
     * What the API server's clock shows, to the second; empty when it does not say.
     *
     * @throws Failure when it does not answer
     */
    public Optional<Instant> time() {
        try {
            return server.time();
        } catch (ApiError e) {
            throw failure("ask the cluster " + name + " for the time", e);
        }
    }

    /** @throws Failure when the cluster does not answer, or cannot say what it serves */
    public Discovery discover() {
        try {
            return new ApiCatalogue(server).discover();
        } catch (ApiError e) {
            throw failure("ask the cluster " + name + " what it serves", e);
        }
    }

    public ClusterReader reader() {
        return new ClusterReader(server);
    }

    public ClusterWriter writer(String fieldManager) {
        return writer(fieldManager, (id, object) -> false);
    }

    /** {@code confidential} = of which objects, Secrets aside, no value is repeated when the server refuses a write. */
    public ClusterWriter writer(String fieldManager, BiPredicate<ResourceId, ObjectNode> confidential) {
        return new ClusterWriter(server, fieldManager, confidential);
    }

    /**
     * GETs from a Service through the API server's proxy.
     *
     * @param port name or number
     * @throws ApiError when it does not answer
     */
    public byte[] serviceGet(String namespace, String service, String port, String path) {
        return server.get(
                "/api/v1/namespaces/" + namespace + "/services/http:" + service + ":" + port + "/proxy" + path,
                "*/*",
                body -> body.readAllBytes());
    }

    /**
     * The Secrets with this label in all namespaces, as one JSON List.
     *
     * @throws ApiError when we may not read them, or there is no answer
     */
    public SecretValue secretsLabelled(String label) {
        String path = "/api/v1/secrets?labelSelector=" + URLEncoder.encode(label, StandardCharsets.UTF_8);
        return new SecretValue(server.get(path, "application/json", body -> body.readAllBytes()));
    }

    /** The failure that {@code error} means to a person who tried this. */
    public static Failure failure(String tried, ApiError error) {
        return switch (error.code()) {
            case 0 ->
                Failure.failed(
                        "unreachable",
                        tried,
                        error.message(),
                        "check that the API server runs and is the one you mean");
            case 401 ->
                Failure.failed(
                        "unauthorized",
                        tried,
                        "it does not accept the credentials (HTTP 401)",
                        "the token may have expired: log in again, then kubectl auth whoami shows whether it works");
            case 403 ->
                Failure.failed(
                        "forbidden",
                        tried,
                        error.message(),
                        "grant the account the permission; kubectl auth can-i --list shows what it may do");
            case 406 ->
                Failure.failed(
                        "too-old", tried, "it has no aggregated discovery", "Kubernetes 1.27 or later is needed");
            default ->
                Failure.failed(
                        "api", tried, error.message() + " (HTTP " + error.code() + ")", "run again with -v for detail");
        };
    }

    @Override
    public void close() {
        server.close();
    }
}
