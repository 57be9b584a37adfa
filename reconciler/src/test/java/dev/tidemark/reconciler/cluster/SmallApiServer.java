package dev.tidemark.reconciler.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A real HTTP server that answers as an API server would: each path, with or without its method and its query, has a row
 * of answers, of which the last one is repeated. Whatever has none is 404.
 */
public final class SmallApiServer implements AutoCloseable {

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

    public SmallApiServer() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/", this::handle);
        http.setExecutor(threads);
        http.start();
    }

    /** What was asked; {@code target} is path and query. */
    public record Request(String method, String target, String accept, String body) {}

    /** How one request is answered. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    public static Answer json(String body) {
        return status(200, body);
    }

    public static Answer status(int code, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            send(exchange, code, body.getBytes(StandardCharsets.UTF_8));
        };
    }

    static Answer gzip(String body) {
        return exchange -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(body.getBytes(StandardCharsets.UTF_8));
            }
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            send(exchange, 200, bytes.toByteArray());
        };
    }

    /** Promises the whole body, sends the first part of it and cuts the connection. */
    static Answer cutOff(String body, int after) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            OutputStream out = exchange.getResponseBody();
            out.write(bytes, 0, after);
            out.flush();
            throw new IOException("cut"); // the server closes the connection
        };
    }

    private static void send(HttpExchange exchange, int code, byte[] body) throws IOException {
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    /** {@code target} is a path, {@code PUT /path} for one method, or either with a query for that one alone. */
    public SmallApiServer on(String target, Answer... row) {
        answers.put(target, new ArrayDeque<>(List.of(row)));
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = exchange.getRequestURI().toString();
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.setStreams(new ByteArrayInputStream(body), null); // an answer may read it once more
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    target,
                    String.valueOf(exchange.getRequestHeaders().getFirst("Accept")),
                    new String(body, StandardCharsets.UTF_8)));
            next(exchange.getRequestMethod(), target, exchange.getRequestURI().getPath())
                    .to(exchange);
        }
    }

    private synchronized Answer next(String method, String target, String path) {
        Deque<Answer> row = Stream.of(method + " " + target, method + " " + path, target, path)
                .filter(answers::containsKey)
                .map(answers::get)
                .findFirst()
                .orElseGet(ArrayDeque::new);
        if (row.isEmpty()) {
            return status(404, "{\"kind\":\"Status\",\"reason\":\"NotFound\",\"message\":\"nothing at " + path + "\"}");
        }
        return row.size() == 1 ? row.getFirst() : row.removeFirst();
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How often this path was asked for, with any query. */
    long asked(String path) {
        return requests.stream()
                .filter(r -> r.target().split("\\?", -1)[0].equals(path))
                .count();
    }

    Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(address())
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    private String address() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** A connection to it as to any cluster; {@code folder} takes the kubeconfig. */
    public Cluster connect(Path folder) {
        return connect(address(), folder);
    }

    /** As {@link #connect(Path)}, to any server. */
    public static Cluster connect(String address, Path folder) {
        Path kubeconfig = folder.resolve("kubeconfig");
        try {
            Files.writeString(kubeconfig, """
                    apiVersion: v1
                    kind: Config
                    current-context: small
                    clusters:
                    - name: small
                      cluster: {server: "%s"}
                    contexts:
                    - name: small
                      context: {cluster: small, user: ""}
                    """.formatted(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Cluster.connect(Optional.of(kubeconfig), Optional.empty());
    }

    @Override
    public void close() {
        http.stop(0);
        threads.close();
    }
}
