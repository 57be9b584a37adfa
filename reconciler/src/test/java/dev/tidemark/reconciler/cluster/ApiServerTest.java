package dev.tidemark.reconciler.cluster;

import static dev.tidemark.reconciler.cluster.SmallApiServer.cutOff;
import static dev.tidemark.reconciler.cluster.SmallApiServer.gzip;
import static dev.tidemark.reconciler.cluster.SmallApiServer.json;
import static dev.tidemark.reconciler.cluster.SmallApiServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServerTest {

    private static final String BUSY = "{\"kind\":\"Status\",\"reason\":\"TooManyRequests\",\"message\":\"busy\"}";

    private final SmallApiServer server = new SmallApiServer();
    private final ApiServer client = new ApiServer(server.config());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private JsonNode get(String path) {
        return client.get(path, "application/json", JsonTrees::read);
    }

    private JsonNode post(String path) {
        return client.send("POST", path, "application/json", "{\"a\":1}", JsonTrees::object);
    }

    private static void refused(ThrowingCallable call, int code, String reason) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ApiError.class, error -> {
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.reason()).isEqualTo(reason);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void a_read_is_repeated_when_the_server_was_busy_or_broken(int code) {
        server.on("/x", status(code, BUSY, "Retry-After", "0"), json("{\"ok\":true}"));
        assertThat(get("/x").path("ok").asBoolean()).isTrue();
        assertThat(server.asked("/x")).isEqualTo(2);
    }

    @Test
    void a_pause_is_made_even_where_the_server_names_none() {
        server.on("/x", status(503, ""), json("{\"ok\":true}"));
        assertThat(get("/x").path("ok").asBoolean()).isTrue();
    }

    @Test
    void a_read_is_not_repeated_for_ever() {
        server.on("/x", status(429, BUSY, "Retry-After", "0"));
        refused(() -> get("/x"), 429, "TooManyRequests");
        assertThat(server.asked("/x")).isEqualTo(5);
    }

    @Test
    void a_long_answer_arrives_whole_though_it_is_read_more_slowly_than_it_comes() {
        String text = "0123456789abcdef".repeat(500_000);
        server.on("/x", json("{\"text\":\"" + text + "\"}"));
        byte[] body = client.get("/x", "application/json", stream -> {
            byte[] first = stream.readNBytes(9);
            byte[] rest = stream.readAllBytes();
            byte[] all = Arrays.copyOf(first, first.length + rest.length);
            System.arraycopy(rest, 0, all, first.length, rest.length);
            return all;
        });
        assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo("{\"text\":\"" + text + "\"}");
    }

    @Test
    void a_reader_that_stops_early_leaves_the_client_usable() {
        server.on("/x", json("{\"text\":\"" + "x".repeat(5_000_000) + "\"}")).on("/y", json("{\"ok\":true}"));
        assertThat(client.<Integer>get("/x", "application/json", InputStream::read))
                .isEqualTo('{');
        assertThat(get("/y").path("ok").asBoolean()).isTrue();
    }

    /** The virtual machine waits 300 ms at exit for a thread that waits for the network. */
    @Test
    void closing_ends_the_thread_that_waits_for_the_network() throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        ApiServer other = new ApiServer(server.config());
        server.on("/x", json("{}"));
        other.get("/x", "application/json", JsonTrees::read);
        List<Thread> waiting = Thread.getAllStackTraces().keySet().stream()
                .filter(t -> !before.contains(t) && t.getName().contains("SelectorManager"))
                .toList();
        other.close();
        assertThat(waiting).isNotEmpty();
        for (Thread thread : waiting) {
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 406, 409, 410, 422})
    void an_answer_that_will_not_change_is_not_asked_for_again(int code) {
        server.on("/x", status(code, "{\"kind\":\"Status\",\"reason\":\"No\",\"message\":\"no\"}"));
        refused(() -> get("/x"), code, "No");
        assertThat(server.asked("/x")).isEqualTo(1);
    }

    @Test
    void an_error_that_is_no_status_is_told_by_its_first_line() {
        server.on("/x", status(404, "404 page not found\nand more"));
        assertThatThrownBy(() -> get("/x")).isInstanceOf(ApiError.class).hasMessage("404 page not found");
        server.on("/y", status(403, ""));
        assertThatThrownBy(() -> get("/y")).isInstanceOf(ApiError.class).hasMessage("HTTP 403");
    }

    @Test
    void the_fields_that_a_server_objects_to_are_kept() {
        server.on("/x", status(422, """
                {"kind":"Status","reason":"Invalid","message":"no","details":{"causes":[
                {"field":"spec.clusterIP","reason":"FieldValueInvalid","message":"field is immutable"}]}}"""));
        assertThatThrownBy(() -> get("/x")).isInstanceOfSatisfying(ApiError.class, error -> assertThat(error.causes())
                .containsExactly(new ApiError.Cause("spec.clusterIP", "FieldValueInvalid", "field is immutable")));
    }

    /** The reader may have passed parts of it on: whether to ask again is for the reader to say. */
    @Test
    void a_read_that_breaks_off_is_told_apart_from_one_without_an_answer() {
        server.on("/x", cutOff("{\"ok\":true,\"more\":\"" + "x".repeat(9000) + "\"}", 5000));
        assertThatThrownBy(() -> get("/x")).isInstanceOfSatisfying(ApiError.class, error -> assertThat(error.brokeOff())
                .isTrue());
        server.on("/empty", status(200, ""));
        assertThatThrownBy(() -> get("/empty"))
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.brokeOff()).isTrue());
        assertThat(server.asked("/x")).isEqualTo(1);
    }

    @Test
    void a_write_is_repeated_only_where_the_server_has_not_looked_at_it() {
        server.on("/busy", status(429, BUSY, "Retry-After", "0"), json("{\"ok\":true}"));
        assertThat(post("/busy").path("ok").asBoolean()).isTrue();
        server.on("/broken", status(503, BUSY, "Retry-After", "0"), json("{\"ok\":true}"));
        refused(() -> post("/broken"), 503, "TooManyRequests");
        server.on("/cut", cutOff("{\"ok\":true}", 5), json("{\"ok\":true}"));
        assertThatThrownBy(() -> post("/cut"))
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.answered()).isFalse());
        assertThat(Collections.frequency(
                        server.requests().stream()
                                .map(SmallApiServer.Request::target)
                                .toList(),
                        "/cut"))
                .isEqualTo(1);
        assertThat(server.asked("/broken")).isEqualTo(1);
    }

    @Test
    void a_compressed_answer_is_read() {
        server.on("/x", gzip("{\"ok\":true}"));
        assertThat(get("/x").path("ok").asBoolean()).isTrue();
    }

    @Test
    void the_pause_that_a_server_asks_for_reaches_whoever_repeats_a_write() {
        server.on("/x", status(503, "later", "Retry-After", "7"));
        assertThatThrownBy(() -> post("/x"))
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.retryAfter()).contains(Duration.ofSeconds(7)));
    }

    @Test
    void a_server_that_has_long_been_silent_is_not_asked_for_each_of_ten_thousand_objects() {
        AtomicLong now = new AtomicLong();
        Contact contact = new Contact(now::get);
        server.on("/x", json("{\"ok\":true}"));
        try (ApiServer other = new ApiServer(server.config(), contact)) {
            contact.unanswered();
            now.addAndGet(Contact.PATIENCE.plusSeconds(1).toNanos());
            contact.lostToMost();
            assertThatThrownBy(() -> other.get("/x", "application/json", JsonTrees::read))
                    .isInstanceOfSatisfying(
                            ApiError.class, error -> assertThat(error.lost()).isTrue());
            assertThat(server.asked("/x")).isZero();
            now.addAndGet(Duration.ofSeconds(10).toNanos());
            other.get("/x", "application/json", JsonTrees::read);
            assertThat(other.lost()).isFalse();
        }
    }

    @Test
    void a_request_is_not_repeated_once_the_server_has_been_silent_for_too_long() {
        AtomicLong now = new AtomicLong();
        server.close();
        try (ApiServer other = new ApiServer(
                server.config(),
                new Contact(() -> now.getAndAdd(Contact.PATIENCE.plusSeconds(1).toNanos())))) {
            assertThatThrownBy(() -> other.get("/x", "application/json", JsonTrees::read))
                    .isInstanceOfSatisfying(
                            ApiError.class, error -> assertThat(error.lost()).isTrue());
        }
    }

    @Test
    void no_server_is_no_answer() {
        server.close();
        assertThatThrownBy(() -> post("/x")).isInstanceOfSatisfying(ApiError.class, error -> {
            assertThat(error.answered()).isFalse();
            assertThat(error.code()).isZero();
        });
    }
}
