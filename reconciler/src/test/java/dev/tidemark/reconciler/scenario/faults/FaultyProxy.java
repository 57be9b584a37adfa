package dev.tidemark.reconciler.scenario.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.reconciler.kit.Kubectl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a real API server, as its administrator, and spoils some of the requests. */
final class FaultyProxy implements AutoCloseable {

    /** How many of a thousand requests meet each fault. */
    private static final int EACH_PER_MILLE = 12;

    private final Process server;
    private final URI root;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final Random random;
    private final Map<Fault, Integer> met = new ConcurrentHashMap<>();

    /** The ways to spoil a request. */
    enum Fault {
        TOO_MANY_REQUESTS,
        LEADER_CHANGED,
        UNAVAILABLE,
        RESET_BEFORE,
        RESET_AFTER_IT_LANDED,
        TIMEOUT_AFTER_IT_LANDED,
        SLOW
    }

    FaultyProxy(Kubectl kubectl, long seed) {
        random = new Random(seed);
        server = kubectl.begin("proxy", "--port=0");
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            String line = String.valueOf(out.readLine());
            root = URI.create("http://127.0.0.1:" + line.substring(line.lastIndexOf(':') + 1));
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/", this::handle);
        http.setExecutor(threads);
        http.start();
    }

    /** A kubeconfig for the cluster behind it. */
    Path kubeconfig(Path folder) throws IOException {
        return Files.writeString(folder.resolve("faulty.kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: faulty
                clusters:
                - name: faulty
                  cluster: {server: "http://127.0.0.1:%d"}
                contexts:
                - name: faulty
                  context: {cluster: faulty, user: ""}
                """.formatted(
                        http.getAddress().getPort()));
    }

    /** How often each fault was met. */
    Map<Fault, Integer> met() {
        return Map.copyOf(met);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int dice = next();
            Fault[] faults = Fault.values();
            if (dice >= faults.length * EACH_PER_MILLE) {
                answer(exchange, forward(exchange, body));
                return;
            }
            Fault fault = faults[dice / EACH_PER_MILLE];
            met.merge(fault, 1, Integer::sum);
            spoil(fault, exchange, body);
        }
    }

    private synchronized int next() {
        return random.nextInt(1000);
    }

    private void spoil(Fault fault, HttpExchange exchange, byte[] body) throws IOException {
        switch (fault) {
            case TOO_MANY_REQUESTS -> {
                exchange.getResponseHeaders().add("Retry-After", "1");
                status(exchange, 429, "TooManyRequests", "too many requests, please try again later");
            }
            case LEADER_CHANGED -> status(exchange, 500, "InternalError", "etcdserver: leader changed");
            case UNAVAILABLE ->
                status(exchange, 503, "ServiceUnavailable", "the server is currently unable to handle the request");
            case RESET_BEFORE -> throw new IOException("reset");
            case RESET_AFTER_IT_LANDED -> {
                forward(exchange, body);
                throw new IOException("reset");
            }
            case TIMEOUT_AFTER_IT_LANDED -> {
                forward(exchange, body);
                status(exchange, 504, "Timeout", "Timeout: request did not complete within requested timeout");
            }
            case SLOW -> {
                sleep();
                answer(exchange, forward(exchange, body));
            }
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        root.resolve(exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        for (String header : new String[] {"Accept", "Content-Type"}) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        response.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders()
                .add("Content-Type", type));
        send(exchange, response.statusCode(), response.body());
    }

    private static void status(HttpExchange exchange, int code, String reason, String message) throws IOException {
        String status = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":" + code
                + ",\"reason\":\"" + reason + "\",\"message\":\"" + message + "\"}";
        send(exchange, code, status.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int code, byte[] body) throws IOException {
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void sleep() throws IOException {
        try {
            Thread.sleep(Duration.ofMillis(300));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.close();
        client.close();
        server.destroy();
    }
}
