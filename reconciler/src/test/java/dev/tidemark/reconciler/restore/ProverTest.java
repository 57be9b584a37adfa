package dev.tidemark.reconciler.restore;

import static dev.tidemark.reconciler.cluster.SmallApiServer.json;
import static dev.tidemark.reconciler.cluster.SmallApiServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.guard.RecreateGuard;
import dev.tidemark.policies.normalise.ClusterFacts;
import dev.tidemark.policies.normalise.Normaliser;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.SmallApiServer;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.plan.Action;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it takes to make one ConfigMap blue, by what the server answers to dry runs. */
class ProverTest {

    private static final ResourceType CONFIG_MAPS =
            new ResourceType("", "v1", "ConfigMap", "configmaps", "configmap", List.of("cm"), true, false);
    private static final String COLLECTION = "/api/v1/namespaces/shop/configmaps";
    private static final String APP = COLLECTION + "/app";

    private static final String IMMUTABLE = """
            {"kind":"Status","reason":"Invalid","message":"no","details":{"causes":[
            {"field":"data","reason":"FieldValueForbidden","message":"field is immutable when `immutable` is set"}]}}""";

    @TempDir
    Path folder;

    private RecreateGuard guard = new RecreateGuard(Set.of(), Set.of());
    private final SmallApiServer server = new SmallApiServer();
    private Cluster cluster;

    @BeforeEach
    void connect() {
        cluster = server.connect(folder);
    }

    @AfterEach
    void close() {
        cluster.close();
        server.close();
    }

    private static String configMap(String metadata, String data) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"app\",\"namespace\":\"shop\""
                + metadata + "},\"data\":{" + data + "}}";
    }

    private static String live(String data) {
        return configMap(",\"uid\":\"u-1\",\"resourceVersion\":\"7\"", data);
    }

    private Prover.Proof prove(boolean proveCreates) {
        return prove(proveCreates, "\"colour\":\"blue\"");
    }

    private Prover.Proof prove(boolean proveCreates, String data) {
        Judgement judgement =
                new Judgement(Normaliser.standard(), ClusterFacts.none(), ComingClaims.none(), Confidential.none());
        Prover.DryRuns dryRuns = Prover.DryRuns.of(cluster.writer("tidemark"));
        return new Prover(cluster.reader(), dryRuns, judgement, guard, proveCreates)
                .prove(CONFIG_MAPS, CONFIG_MAPS.id("shop", "app"), tree(configMap("", data)));
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> methods() {
        return server.requests().stream().map(SmallApiServer.Request::method).toList();
    }

    @Test
    void an_equal_object_costs_no_dry_run() {
        server.on("GET " + APP, json(live("\"colour\":\"blue\"")));
        assertThat(prove(true).action()).isEqualTo(Action.UNCHANGED);
        assertThat(methods()).containsExactly("GET");
    }

    @Test
    void what_an_apply_makes_equal_is_applied_to_the_very_object_that_was_seen() {
        server.on("GET " + APP, json(live("\"colour\":\"red\"")));
        server.on("PATCH " + APP, json(live("\"colour\":\"blue\"")));
        Prover.Proof proof = prove(true);
        assertThat(proof.action()).isEqualTo(Action.APPLY);
        assertThat(proof.fields()).extracting(FieldChange::path).containsExactly("/data/colour");
        assertThat(proof.body().orElseThrow().path("metadata").toString())
                .contains("\"uid\":\"u-1\"", "\"resourceVersion\":\"7\"");
        assertThat(methods()).containsExactly("GET", "PATCH");
        assertThat(server.requests().getLast().target()).contains("dryRun=All");
    }

    @Test
    void what_an_apply_would_leave_behind_is_replaced() {
        server.on("GET " + APP, json(live("\"colour\":\"red\",\"extra\":\"x\"")));
        server.on("PATCH " + APP, json(live("\"colour\":\"blue\",\"extra\":\"x\"")));
        server.on("PUT " + APP, json(live("\"colour\":\"blue\"")));
        assertThat(prove(true).action()).isEqualTo(Action.REPLACE);
        assertThat(server.requests()).allSatisfy(r -> assertThat(
                        r.method().equals("GET") || r.target().contains("dryRun=All"))
                .isTrue());
    }

    @Test
    void a_difference_that_the_server_always_makes_is_no_reason_to_write() {
        server.on(APP, json(live("\"colour\":\"red\"")));
        Prover.Proof proof = prove(true);
        assertThat(proof.action()).isEqualTo(Action.UNCHANGED);
        assertThat(proof.reason()).isEqualTo("expected-residual");
        assertThat(proof.fields()).extracting(FieldChange::path).containsExactly("/data/colour");
    }

    @Test
    void what_can_be_made_equal_in_part_is_written_and_the_rest_is_told() {
        server.on("GET " + APP, json(live("\"colour\":\"red\",\"size\":\"1\"")));
        server.on("PATCH " + APP, json(live("\"colour\":\"blue\",\"size\":\"1\"")));
        server.on("PUT " + APP, json(live("\"colour\":\"blue\",\"size\":\"1\"")));
        Prover.Proof proof = prove(true, "\"colour\":\"blue\",\"size\":\"2\"");
        assertThat(proof.action()).isEqualTo(Action.REPLACE);
        assertThat(proof.reason()).isEqualTo("expected-residual");
    }

    @Test
    void an_immutable_field_blocks_and_is_named() {
        server.on("GET " + APP, json(live("\"colour\":\"red\"")));
        server.on("PATCH " + APP, status(422, IMMUTABLE)).on("PUT " + APP, status(422, IMMUTABLE));
        Prover.Proof proof = prove(true);
        assertThat(proof.action()).isEqualTo(Action.BLOCKED);
        assertThat(proof.reason()).startsWith("immutable: data; --allow-recreate configmaps ");
        assertThat(proof.body()).isEmpty();
    }

    private void refuseChanges() {
        server.on("GET " + APP, json(live("\"colour\":\"red\"")));
        server.on("PATCH " + APP, status(422, IMMUTABLE)).on("PUT " + APP, status(422, IMMUTABLE));
        guard = new RecreateGuard(Set.of(CONFIG_MAPS), Set.of());
    }

    @Test
    void what_may_be_made_anew_is_tried_out_under_its_own_name_first() {
        refuseChanges();
        server.on("POST " + COLLECTION, status(409, "{\"kind\":\"Status\",\"reason\":\"AlreadyExists\"}"));
        Prover.Proof proof = prove(false);
        assertThat(proof.action()).isEqualTo(Action.RECREATE);
        assertThat(proof.reason()).contains("Pods keep the old content");
        assertThat(proof.body().orElseThrow().path("metadata").path("uid").asText())
                .isEqualTo("u-1");
        assertThat(server.requests().getLast().target()).contains("dryRun=All");
    }

    @Test
    void what_could_not_be_made_anew_is_not_deleted() {
        refuseChanges();
        server.on("POST " + COLLECTION, status(403, "{\"reason\":\"Forbidden\",\"message\":\"exceeded quota\"}"));
        Prover.Proof proof = prove(false);
        assertThat(proof.action()).isEqualTo(Action.BLOCKED);
        assertThat(proof.reason()).contains("could not be made anew", "exceeded quota");
    }

    @Test
    void a_policy_that_denies_in_the_words_of_immutability_is_no_reason_to_delete() {
        String denied = IMMUTABLE.replace("\"no\"", "\"admission webhook w denied the request: no\"");
        refuseChanges();
        server.on("PATCH " + APP, status(422, denied)).on("PUT " + APP, status(422, denied));
        assertThat(prove(false).action()).isEqualTo(Action.BLOCKED);
        assertThat(methods()).doesNotContain("POST");
    }

    @Test
    void what_is_missing_is_created_and_proven_only_when_asked() {
        server.on("POST " + COLLECTION, json(live("\"colour\":\"blue\"")));
        assertThat(prove(false).action()).isEqualTo(Action.CREATE);
        assertThat(methods()).containsExactly("GET");
        assertThat(prove(true).action()).isEqualTo(Action.CREATE);
        assertThat(server.requests().getLast().target()).contains("dryRun=All");
    }

    @Test
    void a_creation_that_needs_its_namespace_first_cannot_be_proven_yet() {
        Prover.Proof proof = prove(true);
        assertThat(proof.action()).isEqualTo(Action.CREATE);
        assertThat(proof.reason()).isEqualTo("create-unproven");
    }

    @Test
    void a_creation_that_the_server_would_refuse_is_blocked_in_its_words() {
        server.on(
                "POST " + COLLECTION,
                status(403, "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"exceeded quota\"}"));
        Prover.Proof proof = prove(true);
        assertThat(proof.action()).isEqualTo(Action.BLOCKED);
        assertThat(proof.reason()).isEqualTo("exceeded quota");
    }

    @Test
    void an_object_on_its_way_out_is_made_anew_when_it_is_gone() {
        server.on(
                "GET " + APP,
                json(configMap(",\"deletionTimestamp\":\"2026-11-22T13:04:11Z\"", "\"colour\":\"blue\"")));
        Prover.Proof proof = prove(true);
        assertThat(proof.action()).isEqualTo(Action.CREATE);
        assertThat(proof.reason()).isEqualTo("terminating");
        assertThat(methods()).containsExactly("GET");
    }

    @Test
    void an_object_that_a_controller_has_taken_over_is_left_to_it() {
        server.on(
                "GET " + APP,
                json(configMap(
                        ",\"ownerReferences\":[{\"apiVersion\":\"example.com/v1\",\"kind\":\"Gadget\",\"name\":\"g\","
                                + "\"uid\":\"u-2\",\"controller\":true}]",
                        "\"colour\":\"red\"")));
        Prover.Proof proof = prove(true);
        assertThat(proof.action()).isEqualTo(Action.SKIP);
        assertThat(proof.reason()).isEqualTo("controller-owned");
    }

    private static final String CONFLICT =
            "{\"kind\":\"Status\",\"reason\":\"Conflict\",\"message\":\"the object has been modified\"}";

    @Test
    void an_object_that_its_controller_writes_meanwhile_is_looked_at_again() {
        server.on(
                "GET " + APP,
                json(live("\"colour\":\"red\"")),
                json(configMap(",\"uid\":\"u-1\",\"resourceVersion\":\"8\"", "\"colour\":\"red\"")));
        server.on("PATCH " + APP, status(409, CONFLICT), json(live("\"colour\":\"blue\"")));
        server.on("PUT " + APP, status(409, CONFLICT));
        Prover.Proof proof = prove(true);
        assertThat(proof.action()).isEqualTo(Action.APPLY);
        assertThat(proof.body().orElseThrow().path("metadata").toString()).contains("\"resourceVersion\":\"8\"");
    }

    @Test
    void an_object_that_goes_between_the_look_and_its_dry_run_is_created() {
        server.on("GET " + APP, json(live("\"colour\":\"red\"")), status(404, "{\"reason\":\"NotFound\"}"));
        server.on("PATCH " + APP, status(409, CONFLICT));
        assertThat(prove(false).action()).isEqualTo(Action.CREATE);
    }

    @Test
    void an_object_that_never_stands_still_is_blocked_and_says_so() {
        server.on("GET " + APP, json(live("\"colour\":\"red\"")));
        server.on("PATCH " + APP, status(409, CONFLICT)).on("PUT " + APP, status(409, CONFLICT));
        Prover.Proof proof = prove(true);
        assertThat(proof.action()).isEqualTo(Action.BLOCKED);
        assertThat(proof.reason()).isEqualTo("keeps-changing");
    }

    @Test
    void a_webhook_that_denies_with_409_is_not_asked_again_and_again() {
        server.on("GET " + APP, json(live("\"colour\":\"red\"")));
        String denied = CONFLICT.replace(
                "the object has been modified", "admission webhook w.example.com denied the request: no");
        server.on("PATCH " + APP, status(409, denied)).on("PUT " + APP, status(409, denied));
        Prover.Proof proof = prove(true);
        assertThat(proof.reason()).contains("denied the request");
        assertThat(methods()).containsExactly("GET", "PATCH", "PUT");
    }
}
