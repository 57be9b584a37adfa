package dev.tidemark.reconciler.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.ResourceType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads objects. An export is a consistent cut: every type is listed at one and the same revision
 * ({@code resourceVersionMatch=Exact}), so that it shows the cluster at one instant.
 */
public final class ClusterReader {

    private static final int LISTS_AT_ONCE = 4;

    private final ApiServer server;

    ClusterReader(ApiServer server) {
        this.server = server;
    }

    /**
     * Lists everything in {@code phases}, one phase after the other, the lists of a phase side by side.
     *
     * @param betweenPhases called when a phase has been passed on whole
     * @throws RevisionExpired when the server forgot the revision meanwhile; what the sink got is void
     * @throws dev.tidemark.snapshots.model.Failure when the cluster does not answer at all
     */
    public Cut export(List<List<Listing>> phases, ObjectSink sink, Runnable betweenPhases) {
        String revision = revision(phases);
        List<Cut.Outcome> outcomes = new ArrayList<>();
        boolean consistent = true;
        try (ExecutorService threads = Executors.newFixedThreadPool(LISTS_AT_ONCE)) {
            for (List<Listing> phase : phases) {
                List<Future<Listed>> lists = new ArrayList<>();
                for (Listing listing : phase) {
                    lists.add(threads.submit(() -> list(listing, revision, sink)));
                }
                for (Future<Listed> list : lists) {
                    Listed listed = await(list);
                    outcomes.add(listed.outcome());
                    consistent &= listed.inCut();
                }
                betweenPhases.run();
            }
        }
        return new Cut(revision, consistent, outcomes);
    }

    /** Whether the server has not answered for so long that nothing is worth waiting for. */
    public boolean lost() {
        return server.lost();
    }

    /** How a list ended, and whether it belongs to the cut as far as the API server can make one. */
    private record Listed(Cut.Outcome outcome, boolean inCut) {}

    /** The revision of now: that of any list which we may make. */
    private String revision(List<List<Listing>> phases) {
        ApiError last = null;
        for (List<Listing> phase : phases) {
            for (Listing listing : phase) {
                try {
                    String path = ApiPaths.collection(listing.type(), listing.namespace()) + "?limit=1";
                    return server.get(path, "application/json", JsonTrees::read)
                            .path("metadata")
                            .path("resourceVersion")
                            .asText();
                } catch (ApiError e) {
                    if (!e.answered() || e.code() == 401) {
                        throw Cluster.failure("list the objects of the cluster at " + server.address(), e);
                    }
                    last = e;
                }
            }
        }
        if (last != null) {
            throw Cluster.failure("list the objects of the cluster at " + server.address(), last);
        }
        return "";
    }

    private Listed list(Listing listing, String revision, ObjectSink sink) {
        ListRequest request = new ListRequest(server, listing, sink);
        try {
            boolean same = request.listAt(revision).equals(revision);
            String reason = same ? "" : "listed at a revision of its own (aggregated API)";
            return new Listed(new Cut.Outcome(listing, Coverage.State.COMPLETE, reason), true);
        } catch (ApiError e) {
            if (e.expired()) {
                throw new RevisionExpired(e);
            }
            return cannotListAt(e) && !request.delivered()
                    ? listNow(listing, sink)
                    : new Listed(incomplete(listing, request, e), true);
        }
    }

    /** A server without exact lists is listed type by type. */
    private Listed listNow(Listing listing, ObjectSink sink) {
        ListRequest request = new ListRequest(server, listing, sink);
        try {
            request.listNow();
            return new Listed(
                    new Cut.Outcome(listing, Coverage.State.COMPLETE, "listed at a revision of its own"), false);
        } catch (ApiError e) {
            return new Listed(incomplete(listing, request, e), false);
        }
    }

    /** 400 and 422: the parameters are not understood; 504: the revision means nothing to this type's storage. */
    private static boolean cannotListAt(ApiError e) {
        return e.code() == 400 || e.code() == 422 || e.code() == 504;
    }

    private static Cut.Outcome incomplete(Listing listing, ListRequest request, ApiError e) {
        if (e.code() == 401 || e.code() == 403) {
            return new Cut.Outcome(listing, Coverage.State.DENIED, "HTTP " + e.code());
        }
        String reason = e.answered() ? "HTTP " + e.code() : "no answer";
        return new Cut.Outcome(
                listing, request.delivered() ? Coverage.State.PARTIAL : Coverage.State.UNAVAILABLE, reason);
    }

    /** One object as it is now, without managed fields; empty when it does not exist. */
    public Optional<ObjectNode> get(ResourceType type, String namespace, String name) {
        try {
            return Optional.of(
                    server.get(ApiPaths.object(type, namespace, name), "application/json", JsonTrees::object));
        } catch (ApiError e) {
            if (e.code() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The objects of a namespace with the label {@code key=value}, as they are now; meant for a handful. */
    public List<ObjectNode> labelled(ResourceType type, String namespace, String key, String value) {
        String selector = URLEncoder.encode(key + "=" + value, StandardCharsets.UTF_8);
        JsonNode list = server.get(
                ApiPaths.collection(type, namespace) + "?labelSelector=" + selector,
                "application/json",
                JsonTrees::read);
        return list.path("items").valueStream().map(ObjectNode.class::cast).toList();
    }

    /** How many objects of a type there are, in all namespaces. */
    public long count(ResourceType type) {
        JsonNode list = server.get(ApiPaths.collection(type, "") + "?limit=1", "application/json", JsonTrees::read);
        return list.path("items").size()
                + list.path("metadata").path("remainingItemCount").asLong(0);
    }

    /** One object as it was at {@code revision}, without managed fields; empty when it did not exist then. */
    public Optional<ObjectNode> getAt(ResourceType type, String namespace, String name, String revision) {
        List<ObjectNode> found = new ArrayList<>();
        Listing listing = new Listing(type, namespace);
        try {
            new ListRequest(server, listing, (t, objects) -> found.addAll(objects)).oneAt(revision, name);
        } catch (ApiError e) {
            if (e.expired()) {
                throw new RevisionExpired(e);
            }
            return get(type, namespace, name);
        }
        return found.stream().findFirst();
    }

    /** Who changed an object last, and when, as far as its managed fields tell. */
    public Optional<FieldManager> lastManager(ResourceType type, String namespace, String name) {
        try {
            return metadata(type, namespace, name)
                    .flatMap(metadata -> FieldManager.last(metadata.path("managedFields")));
        } catch (ApiError e) {
            return Optional.empty(); // a nicety of the message: no reason to fail a snapshot
        }
    }

    /** An object's metadata alone, with its managed fields; empty when it is not there. */
    public Optional<JsonNode> metadata(ResourceType type, String namespace, String name) {
        try {
            return Optional.of(server.get(
                    ApiPaths.object(type, namespace, name),
                    "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
                    body -> JsonTrees.read(body).path("metadata")));
        } catch (ApiError e) {
            if (e.code() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static <T> T await(Future<T> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiError.unreachable("interrupted");
        }
    }
}
