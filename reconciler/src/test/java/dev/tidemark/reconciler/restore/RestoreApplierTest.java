package dev.tidemark.reconciler.restore;

import static dev.tidemark.reconciler.cluster.SmallApiServer.json;
import static dev.tidemark.reconciler.cluster.SmallApiServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.guard.RecreateGuard;
import dev.tidemark.policies.normalise.ClusterFacts;
import dev.tidemark.policies.normalise.Normaliser;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.SmallApiServer;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.RestorePlan;
import dev.tidemark.snapshots.plan.Step;
import dev.tidemark.snapshots.plan.Waves;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A namespace with a ConfigMap, and another ConfigMap, brought back to a server that answers as each test says. */
class RestoreApplierTest {

    private static final ResourceId SHOP = new ResourceId("", "Namespace", "namespaces", "", "shop");
    private static final ResourceId INSIDE = new ResourceId("", "ConfigMap", "configmaps", "shop", "app");
    private static final ResourceId ELSEWHERE = new ResourceId("", "ConfigMap", "configmaps", "bank", "app");

    private static final ResourceId DAMAGED = new ResourceId("", "ConfigMap", "configmaps", "bank", "lost");
    private static final ResourceId CLOSED = SecretDocuments.secret("bank", "db");

    private static final String ELSEWHERE_COLLECTION = "/api/v1/namespaces/bank/configmaps";
    private static final String ELSEWHERE_PATH = ELSEWHERE_COLLECTION + "/app";

    private static final RestoreProgress NOBODY = new RestoreProgress() {
        @Override
        public void waveDone(int wave, List<Outcome> outcomes) {}

        @Override
        public void waiting(int wave, int objects, ResourceId one, String why) {}
    };

    private final SmallApiServer server = new SmallApiServer();
    private Cluster cluster;

    @BeforeEach
    void connect(@TempDir Path folder) {
        server.on("/api", json("""
                        {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":""},"versions":[{"version":"v1","freshness":"Current","resources":[
                        {"resource":"namespaces","responseKind":{"kind":"Namespace"},"scope":"Cluster","singularResource":"namespace",
                         "verbs":["create","delete","get","list","patch","update"]},
                        {"resource":"configmaps","responseKind":{"kind":"ConfigMap"},"scope":"Namespaced","singularResource":"configmap",
                         "verbs":["create","delete","get","list","patch","update"]}]}]}]}""")).on("/apis", json("{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}"));
        cluster = server.connect(folder);
    }

    @AfterEach
    void close() {
        cluster.close();
        server.close();
    }

    private static ObjectNode target(ResourceId id) {
        ObjectNode target =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", id.kind());
        ObjectNode metadata = target.putObject("metadata").put("name", id.name());
        if (id.namespaced()) {
            metadata.put("namespace", id.namespace());
        }
        return target;
    }

    private static Placement place(Manifest manifest) {
        ResourceId id = manifest.id();
        if (id.equals(CLOSED)) {
            return new Placement.Unknown(id, "no key opens its item password");
        }
        if (id.equals(DAMAGED)) {
            throw Failure.failed("corrupt-repository", "read the repository", "an object is missing", "fetch it");
        }
        ResourceType type = new ResourceType("", "v1", id.kind(), id.resource(), "", List.of(), id.namespaced(), true);
        return new Placement.At(type, id, manifest.tree(), false, false);
    }

    private Map<ResourceId, Outcome> create(ResourceId... ids) {
        Map<String, Manifest> manifests =
                Stream.of(ids).collect(Collectors.toMap(ResourceId::toString, id -> new Manifest(id, target(id))));
        Targets targets = new Targets(path -> Optional.ofNullable(manifests.get(path)), RestoreApplierTest::place);
        Stream.of(ids).forEach(id -> targets.put(id, id.toString()));
        RestorePlan plan = new RestorePlan(Stream.of(ids)
                .map(id -> new Step(Waves.of(id), id, Action.CREATE, "", List.of()))
                .toList());
        RestoreApplier applier = new RestoreApplier(
                new PlannedRestore(plan, targets, Map.of(), Map.of(), Map.of(), Map.of()),
                cluster,
                cluster.writer("tidemark"),
                new Judgement(Normaliser.standard(), ClusterFacts.none(), ComingClaims.none(), Confidential.none()),
                new TypeTable(List.of()),
                Map.of(),
                new RecreateGuard(Set.of(), Set.of()),
                Set.of(),
                new Patience(Duration.ofSeconds(10), false),
                4,
                false);
        Map<ResourceId, Outcome> outcomes = new HashMap<>();
        applier.apply(NOBODY).forEach(outcome -> outcomes.put(outcome.id(), outcome));
        return outcomes;
    }

    @Test
    void a_failure_blocks_what_needs_it_without_asking_the_server_and_nothing_else() {
        server.on(
                        "POST /api/v1/namespaces",
                        status(403, "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"not today\"}"))
                .on(
                        "POST /api/v1/namespaces/bank/configmaps",
                        json(target(ELSEWHERE).toString()));
        Map<ResourceId, Outcome> outcomes = create(SHOP, INSIDE, ELSEWHERE);
        assertThat(outcomes.get(SHOP)).isEqualTo(new Outcome(SHOP, Outcome.Kind.FAILED, "not today"));
        assertThat(outcomes.get(INSIDE))
                .isEqualTo(new Outcome(INSIDE, Outcome.Kind.BLOCKED, "needs namespace/shop, which failed"));
        assertThat(outcomes.get(ELSEWHERE).kind()).isEqualTo(Outcome.Kind.CREATED);
        assertThat(server.requests())
                .extracting(SmallApiServer.Request::target)
                .noneMatch(target -> target.startsWith("/api/v1/namespaces/shop/"));
    }

    @Test
    void a_secret_that_turns_out_not_to_be_openable_is_blocked_and_the_rest_is_made() {
        server.on(ELSEWHERE_COLLECTION, json(target(ELSEWHERE).toString()))
                .on("POST " + ELSEWHERE_COLLECTION, json(target(ELSEWHERE).toString()));
        Map<ResourceId, Outcome> outcomes = create(CLOSED, ELSEWHERE);
        assertThat(outcomes.get(CLOSED))
                .isEqualTo(new Outcome(CLOSED, Outcome.Kind.BLOCKED, "no-key: no key opens its item password"));
        assertThat(outcomes.get(ELSEWHERE).kind()).isEqualTo(Outcome.Kind.CREATED);
    }

    @Test
    void what_cannot_be_read_any_more_has_failed_for_that_very_reason_and_the_rest_is_made() {
        server.on("POST " + ELSEWHERE_COLLECTION, json(target(ELSEWHERE).toString()));
        Map<ResourceId, Outcome> outcomes = create(DAMAGED, ELSEWHERE);
        assertThat(outcomes.get(DAMAGED)).isEqualTo(new Outcome(DAMAGED, Outcome.Kind.FAILED, "an object is missing"));
        assertThat(outcomes.get(ELSEWHERE).kind()).isEqualTo(Outcome.Kind.CREATED);
    }

    private static SmallApiServer.Answer refused(int code, String message) {
        return status(
                code,
                JsonNodeFactory.instance.objectNode().put("message", message).toString());
    }

    private long posts() {
        return server.requests().stream().filter(r -> r.method().equals("POST")).count();
    }

    @Test
    void a_creation_whose_answer_was_lost_is_not_done_twice() {
        ObjectNode made = target(ELSEWHERE);
        made.withObject("/metadata").put("uid", "u-1");
        server.on(ELSEWHERE_PATH, json(made.toString()))
                .on("POST " + ELSEWHERE_COLLECTION, refused(504, "Timeout: request did not complete"));
        assertThat(create(ELSEWHERE).get(ELSEWHERE)).isEqualTo(new Outcome(ELSEWHERE, Outcome.Kind.CREATED, "", "u-1"));
        assertThat(posts()).isEqualTo(1);
    }

    @Test
    void a_creation_costs_one_request() {
        server.on("POST " + ELSEWHERE_COLLECTION, json(target(ELSEWHERE).toString()));
        create(ELSEWHERE);
        assertThat(server.requests().stream().filter(r -> r.target().startsWith(ELSEWHERE_COLLECTION)))
                .hasSize(1);
    }

    @Test
    void what_has_come_into_being_since_the_plan_is_looked_at_instead_of_overwritten() {
        ObjectNode there = target(ELSEWHERE);
        there.withObject("/metadata").put("uid", "u-1").put("resourceVersion", "7");
        server.on("GET " + ELSEWHERE_PATH, json(there.toString()))
                .on(
                        "POST " + ELSEWHERE_COLLECTION,
                        status(409, "{\"kind\":\"Status\",\"reason\":\"AlreadyExists\",\"message\":\"it exists\"}"));
        assertThat(create(ELSEWHERE).get(ELSEWHERE).kind()).isEqualTo(Outcome.Kind.UNCHANGED);
    }

    @Test
    void a_creation_that_did_not_land_is_repeated() {
        server.on(
                "POST " + ELSEWHERE_COLLECTION,
                exchange -> {
                    throw new IOException("the connection is reset");
                },
                refused(500, "etcdserver: leader changed"),
                json(target(ELSEWHERE).toString()));
        assertThat(create(ELSEWHERE).get(ELSEWHERE).kind()).isEqualTo(Outcome.Kind.CREATED);
        assertThat(posts()).isEqualTo(3);
    }

    @Test
    void what_will_never_succeed_is_not_repeated() {
        server.on("POST " + ELSEWHERE_COLLECTION, refused(500, "etcdserver: request is too large"));
        assertThat(create(ELSEWHERE).get(ELSEWHERE))
                .isEqualTo(new Outcome(ELSEWHERE, Outcome.Kind.FAILED, "etcdserver: request is too large"));
        assertThat(posts()).isEqualTo(1);
    }

    @Test
    void what_waits_for_something_that_a_later_wave_makes_is_tried_again_after_it() {
        ObjectNode active = target(SHOP);
        active.putObject("status").put("phase", "Active");
        server.on("POST /api/v1/namespaces", refused(404, "podtemplates \"base\" not found"), json(active.toString()))
                .on(
                        "POST /api/v1/namespaces/shop/configmaps",
                        json(target(INSIDE).toString()))
                .on("POST " + ELSEWHERE_COLLECTION, json(target(ELSEWHERE).toString()));
        Map<ResourceId, Outcome> outcomes = create(SHOP, INSIDE, ELSEWHERE);
        assertThat(outcomes.get(SHOP).kind()).isEqualTo(Outcome.Kind.CREATED);
        assertThat(outcomes.get(INSIDE).kind())
                .as("what needs it is tried again with it")
                .isEqualTo(Outcome.Kind.CREATED);
    }

    @Test
    void what_stays_missing_is_named() {
        server.on("POST " + ELSEWHERE_COLLECTION, refused(404, "namespaces \"bank\" not found"));
        assertThat(create(ELSEWHERE).get(ELSEWHERE))
                .isEqualTo(new Outcome(ELSEWHERE, Outcome.Kind.FAILED, "namespaces \"bank\" not found"));
    }
}
