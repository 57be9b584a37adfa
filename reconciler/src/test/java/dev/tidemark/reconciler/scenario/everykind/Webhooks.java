package dev.tidemark.reconciler.scenario.everykind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tidemark.reconciler.kit.Program;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What stands behind the webhooks of the application, with a certificate of its own: {@code /convert} turns
 * {@code spec.size} of version v1 into {@code spec.dimension} of v2 and back, {@code /mark} labels what is created, and
 * {@code /judge} lets only objects pass that have a {@code spec}.
 */
final class Webhooks implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "changeit";

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String certificate;
    private final AtomicInteger conversions = new AtomicInteger();
    private final AtomicInteger admissions = new AtomicInteger();

    /** {@code folder} is for the key. */
    Webhooks(Path folder) throws IOException, GeneralSecurityException {
        Path store = folder.resolve("webhooks.p12");
        Program keytool = Program.at(Path.of(System.getProperty("java.home"), "bin", "keytool"))
                .with("-keystore", store.toString(), "-storepass", PASSWORD, "-alias", "webhooks");
        keytool.with("-genkeypair", "-keyalg", "EC", "-dname", "CN=webhooks", "-ext", "san=ip:127.0.0.1")
                .run("-ext", "bc=ca:true")
                .exited(0);
        certificate = keytool.run("-exportcert", "-rfc").exited(0).out();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(store)));
        server.createContext("/convert", exchange -> answer(exchange, this::convert));
        server.createContext("/mark", exchange -> answer(exchange, this::mark));
        server.createContext("/judge", exchange -> answer(exchange, this::judge));
        server.setExecutor(threads);
        server.start();
    }

    private static SSLContext tls(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    /** A {@code clientConfig} that leads to {@code path}. */
    String clientConfig(String path) {
        return "{url: \"https://127.0.0.1:%d%s\", caBundle: %s}"
                .formatted(
                        server.getAddress().getPort(),
                        path,
                        Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.UTF_8)));
    }

    /** How many requests for conversions were answered so far. */
    int conversions() {
        return conversions.get();
    }

    /** How many requests for admission were answered so far. */
    int admissions() {
        return admissions.get();
    }

    private static void answer(HttpExchange exchange, UnaryOperator<ObjectNode> to) throws IOException {
        try (exchange) {
            ObjectNode review = (ObjectNode) JSON.readTree(exchange.getRequestBody());
            ObjectNode answer = JSON.createObjectNode();
            answer.set("apiVersion", review.get("apiVersion"));
            answer.set("kind", review.get("kind"));
            ObjectNode request = (ObjectNode) review.get("request");
            answer.set("response", to.apply(request).set("uid", request.get("uid")));
            byte[] body = JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private ObjectNode convert(ObjectNode request) {
        conversions.incrementAndGet();
        String version = request.path("desiredAPIVersion").asText();
        boolean second = version.endsWith("/v2");
        ObjectNode response = JSON.createObjectNode();
        response.putObject("result").put("status", "Success");
        for (JsonNode object : request.path("objects")) {
            ObjectNode converted = object.deepCopy();
            converted.put("apiVersion", version);
            if (converted.get("spec") instanceof ObjectNode spec) {
                JsonNode value = spec.remove(second ? "size" : "dimension");
                if (value != null) {
                    spec.set(second ? "dimension" : "size", value);
                }
            }
            response.withArray("convertedObjects").add(converted);
        }
        return response;
    }

    private ObjectNode mark(ObjectNode request) {
        admissions.incrementAndGet();
        ObjectNode response = JSON.createObjectNode().put("allowed", true);
        boolean labelled = request.at("/object/metadata").has("labels");
        String patch = labelled
                ? "[{\"op\":\"add\",\"path\":\"/metadata/labels/marked\",\"value\":\"yes\"}]"
                : "[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"marked\":\"yes\"}}]";
        return response.put("patchType", "JSONPatch")
                .put("patch", Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)));
    }

    private ObjectNode judge(ObjectNode request) {
        admissions.incrementAndGet();
        ObjectNode response = JSON.createObjectNode();
        response.put("allowed", request.path("object").has("spec"));
        return response;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
