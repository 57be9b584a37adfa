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
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.reconciler.cluster.SmallApiServer;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Service of another load balancer class is made anew, whatever comes between. */
class RecreatorTest {

    private static final ResourceType SERVICES =
            new ResourceType("", "v1", "Service", "services", "service", List.of("svc"), true, true);
    private static final String COLLECTION = "/api/v1/namespaces/shop/services";
    private static final String WEB = COLLECTION + "/web";
    private static final String GONE = "{\"reason\":\"NotFound\"}";
    private static final String BUSY = "{\"reason\":\"ServiceUnavailable\",\"message\":\"not now\"}";
    private static final String NO = "{\"reason\":\"Forbidden\",\"message\":\"exceeded quota\"}";

    @TempDir
    Path folder;

    private final SmallApiServer server = new SmallApiServer();
    private Cluster cluster;

    @BeforeEach
    void connect() {
        cluster = server.connect(folder);
        server.on("GET " + WEB, json(service("u-1", "old")), status(404, GONE));
        server.on("DELETE " + WEB, json("{\"kind\":\"Status\"}"));
    }

    @AfterEach
    void close() {
        cluster.close();
        server.close();
    }

    private static String service(String uid, String loadBalancerClass) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"web\",\"namespace\":\"shop\",\"uid\":\""
                + uid + "\",\"resourceVersion\":\"7\"},\"spec\":{\"type\":\"LoadBalancer\",\"clusterIP\":\"10.0.0.7\","
                + "\"loadBalancerClass\":\"example.com/" + loadBalancerClass + "\"}}";
    }

    private Optional<Outcome> recreate() {
        ClusterReader reader = cluster.reader();
        ClusterWriter writer = cluster.writer("tidemark");
        Removal removal =
                new Removal(reader, writer, new Awaiting(Duration.ofSeconds(5)), new Limiter(new InFlight(4)));
        Judgement judgement =
                new Judgement(Normaliser.standard(), ClusterFacts.none(), ComingClaims.none(), Confidential.none());
        RecreateGuard guard = new RecreateGuard(Set.of(SERVICES), Set.of());
        LiveReadiness readiness = new LiveReadiness(reader, new TypeTable(List.of(SERVICES)), Set.of());
        WaveGate gate = new WaveGate(reader, readiness, Duration.ofSeconds(5), false, new Limiter(new InFlight(4)));
        return new Recreator(reader, writer, removal, judgement, guard, gate, new Limiter(new InFlight(4)))
                .recreate(SERVICES, SERVICES.id("shop", "web"), tree(service("u-1", "new")));
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private List<SmallApiServer.Request> sent(String method) {
        return server.requests().stream().filter(r -> r.method().equals(method)).toList();
    }

    @Test
    void the_very_object_that_was_seen_is_deleted_and_the_new_one_is_free_of_it() {
        server.on("POST " + COLLECTION, json(service("u-2", "new")));
        Outcome outcome = recreate().orElseThrow();
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RECREATED);
        assertThat(outcome.uid()).isEqualTo("u-2");
        assertThat(sent("DELETE")).singleElement().satisfies(r -> assertThat(r.body())
                .contains("\"preconditions\":{\"uid\":\"u-1\"}", "\"propagationPolicy\":\"Background\""));
        assertThat(sent("POST")).singleElement().satisfies(r -> assertThat(r.body())
                .doesNotContain("u-1", "resourceVersion")
                .contains("example.com/new"));
    }

    @Test
    void a_server_that_is_busy_just_then_is_asked_again() {
        server.on("POST " + COLLECTION, status(503, BUSY), json(service("u-2", "new")));
        Outcome outcome = recreate().orElseThrow();
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RECREATED);
        assertThat(outcome.uid()).isEqualTo("u-2");
    }

    @Test
    void what_cannot_be_made_is_followed_by_the_old_object_with_all_that_it_had() {
        server.on("POST " + COLLECTION, status(403, NO), json(service("u-2", "old")));
        Outcome outcome = recreate().orElseThrow();
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.FAILED);
        assertThat(outcome.reason()).contains("exceeded quota", "the old one was made again");
        assertThat(sent("POST").getLast().body())
                .contains("example.com/old", "10.0.0.7")
                .doesNotContain("u-1");
    }

    @Test
    void what_was_bound_to_the_old_object_is_given_up_rather_than_the_object() {
        server.on("POST " + COLLECTION, status(403, NO), status(422, NO), json(service("u-2", "old")));
        assertThat(recreate().orElseThrow().reason()).contains("the old one was made again");
        assertThat(sent("POST").getLast().body()).contains("example.com/old").doesNotContain("10.0.0.7");
    }

    @Test
    void a_loss_is_said_and_names_the_way_back() {
        server.on("POST " + COLLECTION, status(403, NO));
        assertThat(recreate().orElseThrow().reason()).contains("could not be made again either", "tidemark undo");
    }

    @Test
    void another_object_of_the_same_name_is_not_deleted() {
        server.on("GET " + WEB, json(service("u-9", "old")));
        assertThat(recreate()).isEmpty();
        assertThat(sent("DELETE")).isEmpty();
    }

    @Test
    void one_that_another_hand_made_meanwhile_is_looked_at_again() {
        server.on("POST " + COLLECTION, status(409, "{\"reason\":\"AlreadyExists\"}"));
        assertThat(recreate()).isEmpty();
    }
}
