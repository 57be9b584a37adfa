package dev.tidemark.reconciler.cluster;

import static dev.tidemark.reconciler.cluster.SmallApiServer.cutOff;
import static dev.tidemark.reconciler.cluster.SmallApiServer.json;
import static dev.tidemark.reconciler.cluster.SmallApiServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterReaderTest {

    private static final ResourceType CONFIG_MAPS =
            new ResourceType("", "v1", "ConfigMap", "configmaps", "configmap", List.of("cm"), true, false);
    private static final ResourceType SECRETS =
            new ResourceType("", "v1", "Secret", "secrets", "secret", List.of(), true, false);
    private static final ResourceType WIDGETS =
            new ResourceType("example.com", "v1", "Widget", "widgets", "widget", List.of(), true, false);
    private static final String MAPS = "/api/v1/configmaps";
    private static final String EXACT = MAPS + "?limit=500&resourceVersionMatch=Exact&resourceVersion=100";

    private final SmallApiServer server = new SmallApiServer();
    private final ApiServer client = new ApiServer(server.config());
    private final ClusterReader reader = new ClusterReader(client);
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private Cut export(ResourceType... types) {
        List<Listing> listings =
                java.util.Arrays.stream(types).map(t -> new Listing(t, "")).toList();
        return reader.export(List.of(listings), this::accept, () -> {});
    }

    private void accept(ResourceType type, List<ObjectNode> objects) {
        objects.forEach(o -> seen.add(o.path("metadata").path("name").asText()));
    }

    private static String names(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"metadata\":{\"name\":\"o" + i + "\"}}")
                .collect(Collectors.joining(","));
    }

    private static String list(String revision, String next, String items) {
        return "{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"" + revision + "\",\"continue\":\"" + next
                + "\"},\"items\":[" + items + "]}";
    }

    /** The answer to the question for the revision of now. */
    private void now(String path) {
        server.on(path + "?limit=1", json(list("100", "", "")));
    }

    @Test
    void every_list_is_made_at_the_revision_of_the_first() {
        now(MAPS);
        server.on(EXACT, json(list("100", "", names(0, 3))));
        server.on(
                "/api/v1/secrets?limit=500&resourceVersionMatch=Exact&resourceVersion=100",
                json(list("100", "", names(3, 5))));
        Cut cut = export(CONFIG_MAPS, SECRETS);
        assertThat(cut.revision()).isEqualTo("100");
        assertThat(cut.consistent()).isTrue();
        assertThat(seen).containsExactlyInAnyOrder("o0", "o1", "o2", "o3", "o4");
        assertThat(cut.outcomes()).allSatisfy(o -> assertThat(o.state()).isEqualTo(Coverage.State.COMPLETE));
    }

    @Test
    void pages_follow_their_token_alone_wherever_the_metadata_stands() {
        now(MAPS);
        server.on(
                EXACT,
                json("{\"items\":[" + names(0, 120) + "],\"metadata\":{\"continue\":\"a b+c/==\","
                        + "\"resourceVersion\":\"100\"}}"));
        server.on(MAPS + "?limit=500&continue=a+b%2Bc%2F%3D%3D", json(list("100", "", names(120, 130))));
        assertThat(export(CONFIG_MAPS).outcomes().getFirst().state()).isEqualTo(Coverage.State.COMPLETE);
        assertThat(seen).hasSize(130).doesNotHaveDuplicates();
    }

    @Test
    void a_page_that_breaks_off_is_continued_without_a_loss_or_a_repetition() {
        now(MAPS);
        String page = list("100", "next", names(0, 500));
        server.on(EXACT, cutOff(page, page.indexOf("\"o180\"")), cutOff(page, page.indexOf("\"o90\"")), json(page));
        String second = list("100", "", names(500, 700));
        server.on(MAPS + "?limit=500&continue=next", cutOff(second, second.indexOf("\"o655\"")), json(second));
        assertThat(export(CONFIG_MAPS).outcomes().getFirst().state()).isEqualTo(Coverage.State.COMPLETE);
        assertThat(seen)
                .hasSize(700)
                .containsExactlyElementsOf(
                        IntStream.range(0, 700).mapToObj(i -> "o" + i).toList());
    }

    @Test
    void a_list_that_keeps_breaking_off_is_partial_and_never_complete() {
        now(MAPS);
        String page = list("100", "", names(0, 500));
        server.on(EXACT, cutOff(page, page.indexOf("\"o180\"")));
        assertThat(export(CONFIG_MAPS).outcomes().getFirst())
                .isEqualTo(new Cut.Outcome(new Listing(CONFIG_MAPS, ""), Coverage.State.PARTIAL, "no answer"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}", "{\"kind\":\"Status\",\"status\":\"Success\"}", "{\"items\":{}}", "<html>log in</html>"})
    void what_is_no_list_is_no_empty_list(String body) {
        now(MAPS);
        server.on(EXACT, json(body));
        assertThat(export(CONFIG_MAPS).outcomes().getFirst().state()).isEqualTo(Coverage.State.UNAVAILABLE);
    }

    @Test
    void an_empty_body_is_no_empty_list_and_null_items_are_one() {
        now(MAPS);
        server.on(EXACT, status(200, ""), json("{\"metadata\":{\"resourceVersion\":\"100\"},\"items\":null}"));
        assertThat(export(CONFIG_MAPS).outcomes().getFirst().state()).isEqualTo(Coverage.State.COMPLETE);
        assertThat(server.requests()).filteredOn(r -> r.target().equals(EXACT)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "401, DENIED, HTTP 401",
        "403, DENIED, HTTP 403",
        "404, UNAVAILABLE, HTTP 404",
        "500, UNAVAILABLE, HTTP 500",
        "503, UNAVAILABLE, HTTP 503"
    })
    void a_list_that_is_refused_says_how_and_the_others_go_on(int code, Coverage.State state, String reason) {
        now(MAPS);
        server.on(EXACT, json(list("100", "", names(0, 1))));
        server.on("/api/v1/secrets", status(code, "{}", "Retry-After", "0"));
        Cut cut = export(CONFIG_MAPS, SECRETS);
        assertThat(cut.outcomes())
                .containsExactly(
                        new Cut.Outcome(new Listing(CONFIG_MAPS, ""), Coverage.State.COMPLETE, ""),
                        new Cut.Outcome(new Listing(SECRETS, ""), state, reason));
        assertThat(cut.consistent()).isTrue();
    }

    @Test
    void a_list_that_fails_on_a_later_page_is_partial() {
        now(MAPS);
        server.on(EXACT, json(list("100", "next", names(0, 60))));
        server.on(MAPS + "?limit=500&continue=next", status(403, "{}"));
        assertThat(export(CONFIG_MAPS).outcomes().getFirst().state()).isEqualTo(Coverage.State.DENIED);
        server.on(EXACT, json(list("100", "next", names(0, 60))));
        server.on(MAPS + "?limit=500&continue=next", status(500, "{}", "Retry-After", "0"));
        assertThat(export(CONFIG_MAPS).outcomes().getFirst().state()).isEqualTo(Coverage.State.PARTIAL);
    }

    @Test
    void a_forgotten_revision_voids_the_whole_export_even_in_the_middle_of_a_list() {
        now(MAPS);
        server.on(EXACT, json(list("100", "next", names(0, 60))));
        server.on(MAPS + "?limit=500&continue=next", status(410, """
                {"kind":"Status","reason":"Expired","message":"too old","metadata":{"continue":"inconsistent"}}"""));
        assertThatThrownBy(() -> export(CONFIG_MAPS)).isInstanceOf(RevisionExpired.class);
    }

    @Test
    void the_revision_is_asked_of_the_first_type_that_may_be_listed() {
        server.on("/api/v1/secrets", status(403, "{}"));
        now(MAPS);
        server.on(EXACT, json(list("100", "", "")));
        Cut cut = export(SECRETS, CONFIG_MAPS);
        assertThat(cut.revision()).isEqualTo("100");
        assertThat(cut.outcomes())
                .extracting(Cut.Outcome::state)
                .containsExactly(Coverage.State.DENIED, Coverage.State.COMPLETE);
    }

    @Test
    void a_cluster_where_nothing_may_be_listed_is_a_failure_and_no_empty_cluster() {
        server.on("/api/v1/secrets", status(403, "{\"kind\":\"Status\",\"message\":\"secrets is forbidden\"}"));
        assertThatThrownBy(() -> export(SECRETS)).isInstanceOfSatisfying(Failure.class, f -> assertThat(f.reason())
                .isEqualTo("forbidden"));
        server.on("/api/v1/secrets", status(401, "{}"));
        assertThatThrownBy(() -> export(SECRETS)).isInstanceOfSatisfying(Failure.class, f -> assertThat(f.reason())
                .isEqualTo("unauthorized"));
    }

    @Test
    void a_type_with_a_store_of_its_own_is_listed_and_said_to_be_outside_the_cut() {
        now(MAPS);
        server.on(EXACT, json(list("100", "", "")));
        server.on(
                "/apis/example.com/v1/widgets?limit=500&resourceVersionMatch=Exact&resourceVersion=100",
                json(list("7", "", names(0, 1))));
        Cut cut = export(CONFIG_MAPS, WIDGETS);
        assertThat(cut.consistent()).isTrue();
        assertThat(cut.outcomes().getLast().state()).isEqualTo(Coverage.State.COMPLETE);
        assertThat(cut.outcomes().getLast().reason()).contains("revision of its own");
    }

    @ParameterizedTest
    @CsvSource({"400", "422", "504"})
    void a_server_that_cannot_list_at_a_revision_is_listed_as_it_is_now_and_says_so(int code) {
        now(MAPS);
        server.on(EXACT, status(code, "{}", "Retry-After", "0"));
        server.on(MAPS + "?limit=500", json(list("105", "", names(0, 2))));
        Cut cut = export(CONFIG_MAPS);
        assertThat(cut.consistent()).isFalse();
        assertThat(cut.outcomes().getFirst().state()).isEqualTo(Coverage.State.COMPLETE);
        assertThat(cut.outcomes().getFirst().reason()).isEqualTo("listed at a revision of its own");
        assertThat(seen).containsExactly("o0", "o1");
    }

    /** Asked for again, it could be another list: skipping what was there before could skip something new. */
    @Test
    void a_list_of_now_that_breaks_off_is_partial_at_once() {
        now(MAPS);
        server.on(EXACT, status(400, "{}"));
        String page = list("105", "", names(0, 500));
        server.on(MAPS + "?limit=500", cutOff(page, page.indexOf("\"o180\"")), json(page));
        assertThat(export(CONFIG_MAPS).outcomes().getFirst().state()).isEqualTo(Coverage.State.PARTIAL);
    }

    @Test
    void a_phase_ends_before_the_next_begins() {
        now(MAPS);
        server.on(EXACT, json(list("100", "", names(0, 2))));
        server.on(
                "/api/v1/secrets?limit=500&resourceVersionMatch=Exact&resourceVersion=100",
                json(list("100", "", names(2, 4))));
        reader.export(
                List.of(List.of(new Listing(CONFIG_MAPS, "")), List.of(new Listing(SECRETS, ""))),
                this::accept,
                () -> seen.add("|"));
        assertThat(seen).containsExactly("o0", "o1", "|", "o2", "o3", "|");
    }

    @Test
    void one_object_is_found_as_it_was_and_none_where_there_was_none() {
        String query = "?resourceVersionMatch=Exact&resourceVersion=100&fieldSelector=metadata.name%3D";
        server.on("/api/v1/namespaces/shop/configmaps" + query + "app", json(list("100", "", names(1, 2))));
        server.on("/api/v1/namespaces/shop/configmaps" + query + "gone", json(list("100", "", "")));
        assertThat(reader.getAt(CONFIG_MAPS, "shop", "app", "100")).isPresent();
        assertThat(reader.getAt(CONFIG_MAPS, "shop", "gone", "100")).isEmpty();
        assertThat(reader.get(CONFIG_MAPS, "shop", "gone")).isEmpty();
    }

    @Test
    void managed_fields_are_dropped_and_numbers_stay_exact() {
        server.on("/api/v1/namespaces/shop/configmaps/app", json("""
                {"metadata":{"name":"app","managedFields":[{"manager":"kubectl"}]},
                 "spec":{"managedFields":["kept"],"big":12345678901234567890123,"fine":0.1,"long":9007199254740993}}"""));
        ObjectNode object = reader.get(CONFIG_MAPS, "shop", "app").orElseThrow();
        assertThat(object.toString())
                .isEqualTo("{\"metadata\":{\"name\":\"app\"},\"spec\":{\"managedFields\":[\"kept\"],"
                        + "\"big\":12345678901234567890123,\"fine\":0.1,\"long\":9007199254740993}}");
    }

    @Test
    void who_changed_an_object_last_is_no_status_update() {
        server.on("/api/v1/namespaces/shop/configmaps/app", json("""
                {"metadata":{"managedFields":[
                 {"manager":"kubectl-edit","time":"2026-11-22T13:04:11Z"},
                 {"manager":"kubelet","time":"2026-11-22T14:00:00Z","subresource":"status"},
                 {"manager":"helm","time":"2026-11-20T09:00:00Z"}]}}"""));
        assertThat(reader.lastManager(CONFIG_MAPS, "shop", "app"))
                .contains(new FieldManager("kubectl-edit", "2026-11-22T13:04:11Z"));
        assertThat(reader.lastManager(CONFIG_MAPS, "shop", "gone")).isEmpty();
    }
}
