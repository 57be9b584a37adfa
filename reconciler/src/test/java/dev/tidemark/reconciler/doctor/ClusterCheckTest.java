package dev.tidemark.reconciler.doctor;

import static dev.tidemark.reconciler.cluster.SmallApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.Listing;
import dev.tidemark.reconciler.cluster.SmallApiServer;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import dev.tidemark.snapshots.model.ResourceType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks that ask a cluster, of one that answers as it is told to. */
class ClusterCheckTest {

    private static final String REVIEWS = "POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final SmallApiServer.Answer YES = json("{\"status\":{\"allowed\":true}}");
    private static final SmallApiServer.Answer NO = json("{\"status\":{\"allowed\":false}}");
    private static final List<Listing> TWO = List.of(
            new Listing(type("", "ConfigMap", "configmaps"), ""),
            new Listing(type("example.com", "Widget", "widgets"), "shop"));

    @TempDir
    Path folder;

    private final SmallApiServer server = new SmallApiServer();
    private Cluster cluster;
    private Reach reach;

    @BeforeEach
    void connect() {
        server.on("/version", json("{\"gitVersion\":\"v1.36.3\"}"))
                .on("/api/v1/namespaces/kube-system", json("{\"metadata\":{\"uid\":\"u-1\"}}"))
                .on("/api", json("{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}"))
                .on("/apis", json("{\"kind\":\"APIGroupDiscoveryList\",\"items\":[]}"));
        cluster = server.connect(folder);
        reach = new Reach(() -> cluster);
    }

    @AfterEach
    void close() {
        cluster.close();
        server.close();
    }

    private static ResourceType type(String group, String kind, String resource) {
        return new ResourceType(group, "v1", kind, resource, "", List.of(), true, false);
    }

    @Test
    void an_administrator_may_list_all_types_and_one_question_shows_it() {
        server.on(REVIEWS, YES);
        assertThat(new ClusterCheck(reach, () -> TWO).look())
                .containsExactly(Finding.ok("cluster", "cluster small (v1.36.3)", "answers; may list 2 of 2 types"));
        assertThat(server.requests().stream().filter(r -> r.method().equals("POST")))
                .hasSize(1)
                .allMatch(r -> r.target().contains("dryRun=All"));
    }

    @Test
    void a_type_that_may_not_be_listed_is_named_with_the_line_that_leaves_it_out() {
        server.on(REVIEWS, exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            (asked.contains("widgets") || asked.contains("*") ? NO : YES).to(exchange);
        });
        Finding finding = new ClusterCheck(reach, () -> TWO).look().getFirst();
        assertThat(finding.level()).isEqualTo(Finding.Level.WARN);
        assertThat(finding.message()).startsWith("answers; may list 1 of 2 types, not widgets.example.com in shop");
        assertThat(finding.fix()).endsWith("exclude: [widgets.example.com]");
    }

    @Test
    void an_account_that_may_list_nothing_is_a_failure() {
        server.on(REVIEWS, NO);
        assertThat(new ClusterCheck(reach, () -> TWO).look())
                .extracting(Finding::level)
                .containsExactly(Finding.Level.FAIL);
    }

    @Test
    void what_a_restore_could_not_write_is_a_line_of_its_own() {
        server.on(REVIEWS, NO);
        assertThat(new RestoreRightsCheck(reach, () -> TWO).look())
                .extracting(Finding::level, Finding::code)
                .containsExactly(tuple(Finding.Level.WARN, "restore-rights"));
    }

    @Test
    void a_cluster_that_does_not_answer_is_named_once() {
        Reach silent = new Reach(() -> {
            throw Failure.failed("unreachable", "reach it", "refused", "start it");
        });
        assertThat(new ClusterCheck(silent, () -> TWO).look())
                .extracting(Finding::level, Finding::code)
                .containsExactly(tuple(Finding.Level.FAIL, "unreachable"));
        assertThat(new RestoreRightsCheck(silent, () -> TWO).look()).isEmpty();
        assertThat(new ClockCheck(silent, Clock.systemUTC()).look()).isEmpty();
    }

    @Test
    void clocks_that_agree_are_fine_and_others_are_told_by_how_much() {
        assertThat(new ClockCheck(reach, Clock.systemUTC()).look())
                .extracting(Finding::level)
                .containsExactly(Finding.Level.OK);
        Finding late = new ClockCheck(reach, Clock.offset(Clock.systemUTC(), Duration.ofHours(-2)))
                .look()
                .getFirst();
        assertThat(late.code()).isEqualTo("clock-skew");
        assertThat(late.message()).containsPattern("(7199|7200|7201) s behind the API server's");
    }
}
