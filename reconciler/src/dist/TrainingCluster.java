import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Answers like the API server of a small cluster, over TLS, while a command runs: what the ahead-of-time cache is trained
 * with, so that a build needs no cluster.
 *
 * <p>{@code java TrainingCluster.java KEYSTORE PASSWORD CERTIFICATE KUBECONFIG COMMAND...} writes the kubeconfig, runs the
 * command and exits with its code.
 */
final class TrainingCluster {

    private static final String REVISION = "1000";
    /** Enough for the methods that a large export lives in to be compiled, which the cache remembers. */
    private static final int OBJECTS_PER_TYPE = 1000;

    private static final List<Type> TYPES = List.of(
            new Type("", "v1", "Namespace", "namespaces", false, "\"spec\":{\"finalizers\":[\"kubernetes\"]}"),
            new Type("", "v1", "ConfigMap", "configmaps", true, """
                    "data":{"on":"no","settings.yaml":"a: 1\\nb:\\n- 2\\n","text":"ends with blanks  \\n","n":"010"}"""),
            new Type("", "v1", "Secret", "secrets", true, """
                    "type":"Opaque","data":{"password":"aHVudGVyMiBodW50ZXIy","user":"c2hvcA=="}"""),
            new Type("", "v1", "ServiceAccount", "serviceaccounts", true, "\"automountServiceAccountToken\":false"),
            new Type("", "v1", "Service", "services", true, """
                    "spec":{"clusterIP":"10.0.0.9","clusterIPs":["10.0.0.9"],"type":"ClusterIP","selector":{"app":"web"},
                    "ports":[{"name":"http","port":80,"protocol":"TCP","targetPort":8080}]},"status":{"loadBalancer":{}}"""),
            new Type("apps", "v1", "Deployment", "deployments", true, """
                    "spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},
                    "spec":{"containers":[{"name":"web","image":"web:1.27","ports":[{"containerPort":8080,"protocol":"TCP"}],
                    "resources":{"limits":{"cpu":"100m"}},"env":[{"name":"LEVEL","value":"info"}]}]}}},
                    "status":{"replicas":2,"readyReplicas":2}"""),
            new Type("rbac.authorization.k8s.io", "v1", "Role", "roles", true, """
                    "rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get","list"]}]"""));

    private TrainingCluster() {}

    /** A resource type, and what every object of it holds besides its metadata. */
    private record Type(
            String group, String version, String kind, String plural, boolean namespaced, String body) {

        String path() {
            return (group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version) + "/" + plural;
        }

        String discovery() {
            return """
                    {"resource":"%s","responseKind":{"group":"%s","version":"%s","kind":"%s"},"scope":"%s","singularResource":"%s",
                    "verbs":["create","delete","get","list","patch","update","watch"]}"""
                    .formatted(plural, group, version, kind, namespaced ? "Namespaced" : "Cluster", kind);
        }

        String list() {
            List<String> objects = new ArrayList<>();
            for (int i = 0; i < OBJECTS_PER_TYPE; i++) {
                objects.add(object(plural + "-" + i));
            }
            return """
                    {"kind":"%sList","apiVersion":"v1","metadata":{"resourceVersion":"%s"},"items":[%s]}"""
                    .formatted(kind, REVISION, String.join(",", objects));
        }

        String object(String name) {
            return """
                    {"metadata":{"name":"%s",%s"uid":"%s","resourceVersion":"7","creationTimestamp":"2026-01-01T00:00:00Z",
                    "labels":{"app":"shop"},"annotations":{"example.com/note":"a: b"},
                    "managedFields":[{"manager":"kubectl","operation":"Apply","apiVersion":"v1","time":"2026-01-01T00:00:00Z",
                    "fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:labels":{"f:app":{}}}}}]},%s}"""
                    .formatted(name, namespaced ? "\"namespace\":\"namespaces-0\"," : "", "uid-of-" + name, body);
        }
    }

    public static void main(String[] args) throws Exception {
        HttpsServer server = serve(Path.of(args[0]), args[1].toCharArray());
        writeKubeconfig(Path.of(args[2]), Path.of(args[3]), server.getAddress().getPort());
        int exit = new ProcessBuilder(Arrays.asList(args).subList(4, args.length))
                .inheritIO()
                .start()
                .waitFor();
        server.stop(0);
        System.exit(exit);
    }

    private static HttpsServer serve(Path keystore, char[] password) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = new FileInputStream(keystore.toFile())) {
            keys.load(file, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", TrainingCluster::answer);
        server.start();
        return server;
    }

    private static void writeKubeconfig(Path certificate, Path kubeconfig, int port) throws IOException {
        String authority = Base64.getEncoder().encodeToString(Files.readAllBytes(certificate));
        Files.writeString(kubeconfig, """
                apiVersion: v1
                kind: Config
                current-context: training
                clusters: [{name: training, cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: "%s"}}]
                contexts: [{name: training, context: {cluster: training, user: training}}]
                users: [{name: training, user: {token: training}}]
                """.formatted(port, authority));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String body = body(exchange.getRequestURI().getPath());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(body.contains("\"code\":404") ? 404 : 200, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String body(String path) {
        switch (path) {
            case "/version":
                return "{\"gitVersion\":\"v1.36.3\"}";
            case "/api", "/apis":
                return discovery(path.equals("/api"));
            default:
                String parent = path.substring(0, path.lastIndexOf('/'));
                String name = path.substring(path.lastIndexOf('/') + 1);
                return TYPES.stream()
                        .filter(type -> path.equals(type.path()))
                        .map(Type::list)
                        .findFirst()
                        .orElseGet(() -> TYPES.stream()
                                .filter(type -> parent.endsWith("/" + type.plural()))
                                .map(type -> type.object(name))
                                .findFirst()
                                .orElse("{\"kind\":\"Status\",\"reason\":\"NotFound\",\"code\":404}"));
        }
    }

    private static String discovery(boolean core) {
        String groups = TYPES.stream()
                .filter(type -> type.group().isEmpty() == core)
                .collect(Collectors.groupingBy(Type::group))
                .entrySet()
                .stream()
                .map(group -> """
                        {"metadata":{"name":"%s"},"versions":[{"version":"v1","freshness":"Current","resources":[%s]}]}"""
                        .formatted(
                                group.getKey(),
                                group.getValue().stream().map(Type::discovery).collect(Collectors.joining(","))))
                .collect(Collectors.joining(","));
        return "{\"kind\":\"APIGroupDiscoveryList\",\"apiVersion\":\"apidiscovery.k8s.io/v2\",\"items\":[" + groups + "]}";
    }
}
