package dev.tidemark.reconciler.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/** Requests to the API server, answers as streams, with retries of what is worth one. */
final class ApiServer implements AutoCloseable {

    private static final int TRIES = 5;
    /** For a server that has never answered: a wrong address should not cost a person many seconds. */
    private static final int FIRST_TRIES = 2;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** Until the answer begins; a list of many objects takes the server seconds. */
    private static final long ANSWER_SECONDS = 60;

    private static final String RESET = "RST_STREAM: Internal error";

    private static final int LONGEST_ERROR = 64 * 1024;
    private static final int GZIP_BUFFER = 64 * 1024;

    private final HttpClient http;
    private final URI address;
    private final boolean compress;
    private final StallWatch stalls = new StallWatch();
    private final Contact contact;
    private volatile boolean reached;

    ApiServer(Config config) {
        this(config, new Contact(System::nanoTime));
    }

    ApiServer(Config config, Contact contact) {
        this.contact = contact;
        this.http = new EndingHttpClients().newBuilder(config).build();
        this.address = URI.create(config.getMasterUrl());
        this.compress = !isLoopback(address.getHost());
    }

    /** Scheme, host and port, for messages. */
    URI address() {
        return address;
    }

    /** Whether it has been silent for longer than anyone should wait. */
    boolean lost() {
        return contact.lost().isPresent();
    }

    /** Reads an answer's body. */
    interface BodyReader<T> {
        T read(InputStream body) throws IOException;
    }

    /**
     * GETs {@code path} (with query) and hands the body to {@code reader}; repeats what may be transient, as long as
     * {@code reader} has not been called.
     *
     * @throws ApiError when the server refuses or does not answer
     */
    <T> T get(String path, String accept, BodyReader<T> reader) {
        return exchange("GET", path, accept, "", "", reader);
    }

    /** Sends one write; repeats it only where the server said that it has not looked at it (429). */
    <T> T send(String method, String path, String contentType, String body, BodyReader<T> reader) {
        return exchange(method, path, "application/json", contentType, body, reader);
    }

    private <T> T exchange(
            String method, String path, String accept, String contentType, String body, BodyReader<T> reader) {
        contact.lostToMost().ifPresent(silence -> {
            throw ApiError.lost(silence, "nothing is sent to it any more");
        });
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            Duration wait = pause;
            try {
                Answer answer = open(method, path, accept, contentType, body);
                reached = true;
                contact.heard();
                if (answer.head().isSuccessful()) {
                    return read(answer, reader);
                }
                ApiError error = error(answer);
                if (attempt == TRIES || !worthRetry(method, error.code())) {
                    throw error;
                }
                wait = error.retryAfter().orElse(pause);
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw ApiError.interrupted();
                }
                contact.unanswered();
                contact.lost().ifPresent(silence -> {
                    throw ApiError.lost(silence, describe(e));
                });
                int tries = reached ? TRIES : FIRST_TRIES;
                if (attempt == tries || !method.equals("GET")) {
                    throw unanswered(describe(e));
                }
            }
            sleep(wait);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** What the server's clock shows (RFC 9110, Date). Not repeated: an answer that took long tells nothing. */
    Optional<Instant> time() {
        try {
            Answer answer = open("GET", "/version", "application/json", "", "");
            try (InputStream body = answer.body()) {
                body.readAllBytes();
            }
            return Optional.ofNullable(answer.head().header("Date"))
                    .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
        } catch (IOException e) {
            throw ApiError.unreachable(describe(e));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private record Answer(HttpResponse<?> head, InputStream body) {

        InputStream decoded() throws IOException {
            return head.headers("Content-Encoding").contains("gzip") ? new GZIPInputStream(body, GZIP_BUFFER) : body;
        }
    }

    private Answer open(String method, String path, String accept, String contentType, String body) throws IOException {
        HttpRequest.Builder request = http.newHttpRequestBuilder()
                .uri(address.resolve(path))
                .header("Accept", accept)
                .header("User-Agent", "tidemark")
                .timeout(ANSWER_SECONDS, TimeUnit.SECONDS);
        if (compress) {
            request.header("Accept-Encoding", "gzip");
        }
        if (!method.equals("GET")) {
            request.method(method, contentType, body);
        }
        AnswerStream stream = new AnswerStream();
        CompletableFuture<HttpResponse<AsyncBody>> answer = http.consumeBytes(request.build(), stream);
        try {
            HttpResponse<AsyncBody> head = answer.get(2 * ANSWER_SECONDS, TimeUnit.SECONDS);
            stream.begin(head.body());
            return new Answer(head, stream);
        } catch (TimeoutException e) { // the client's own clock has stopped, as it does when the heap was full
            throw new IOException("no answer within " + 2 * ANSWER_SECONDS + " seconds", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(describe(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** A body that breaks off while it is read is not repeated here: the reader may have passed parts of it on. */
    private <T> T read(Answer answer, BodyReader<T> reader) {
        try (InputStream body = stalls.watch(answer.decoded())) {
            return reader.read(body);
        } catch (IOException e) {
            throw ApiError.brokenOff(describe(e));
        }
    }

    /** The JDK's client says what became of a stream in words alone. */
    private static ApiError unanswered(String why) {
        return why.contains(RESET) ? ApiError.gaveUp(why) : ApiError.unreachable(why);
    }

    private static ApiError error(Answer answer) throws IOException {
        byte[] bytes;
        try (InputStream body = answer.decoded()) {
            bytes = body.readNBytes(LONGEST_ERROR);
        }
        JsonNode status;
        try {
            status = JsonTrees.read(bytes);
        } catch (IOException e) {
            status = MissingNode.getInstance();
        }
        return ApiError.answered(
                answer.head().code(), status, new String(bytes, StandardCharsets.UTF_8), retryAfter(answer.head()));
    }

    private static boolean worthRetry(String method, int code) {
        return code == 429 || (method.equals("GET") && (code == 500 || code == 502 || code == 503 || code == 504));
    }

    /** In seconds; the form with a date is not used by API servers. */
    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        String header = response.header("Retry-After");
        try {
            return header == null
                    ? Optional.empty()
                    : Optional.of(Duration.ofSeconds(Math.clamp(Long.parseLong(header), 0, LONGEST_PAUSE.toSeconds())));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiError.unreachable("interrupted");
        }
    }

    private static String describe(Throwable problem) {
        String message = problem.getMessage();
        if (problem instanceof java.net.ConnectException) {
            return message == null ? "connection refused" : message;
        }
        return message == null ? problem.getClass().getSimpleName() : message;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    /** Closed before the process ends: an open client costs 300 ms at exit. */
    @Override
    public void close() {
        stalls.close();
        http.close();
    }
}
