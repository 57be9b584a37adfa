package dev.tidemark.reconciler.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Random;

/**
 * Objects in the mix that clusters have: of a hundred 25 ConfigMaps, 25 Secrets with two values, 12 Deployments, 10
 * Services, 8 ServiceAccounts, 8 RoleBindings, 4 Ingresses and 8 custom resources; 50 to a namespace and about 2.6 KB each
 * as the server answers them. Equal seeds make equal objects.
 */
final class SyntheticObjects {

    /** Types by index modulo 100, in groups of the sizes above. */
    private static final int[] SHARES = {25, 25, 12, 10, 8, 8, 4, 8};

    /** Has no divisor in common with 100: every hundred consecutive objects holds the whole mix, well shuffled. */
    private static final int STRIDE = 37;

    private static final int PER_NAMESPACE = 50;
    private static final int NOTE = 760;
    private static final int TEXT = 1800;
    private static final int SECRET = 600;

    private final long seed;

    SyntheticObjects(long seed) {
        this.seed = seed;
    }

    /** The namespaces that objects 0 to {@code count - 1} live in. */
    static int namespaces(int count) {
        return (count + PER_NAMESPACE - 1) / PER_NAMESPACE;
    }

    static ObjectNode namespace(int index) {
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace.put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", namespaceName(index));
        return namespace;
    }

    private static String namespaceName(int index) {
        return "bench-%03d".formatted(index);
    }

    /** The definition of the custom resources. */
    static ObjectNode definition() {
        ObjectNode crd = JsonNodeFactory.instance.objectNode();
        crd.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "CustomResourceDefinition");
        crd.putObject("metadata").put("name", "caches.bench.tidemark.dev");
        ObjectNode spec =
                crd.putObject("spec").put("group", "bench.tidemark.dev").put("scope", "Namespaced");
        spec.putObject("names")
                .put("kind", "Cache")
                .put("listKind", "CacheList")
                .put("plural", "caches")
                .put("singular", "cache");
        ObjectNode version = spec.putArray("versions").addObject();
        version.put("name", "v1").put("served", true).put("storage", true);
        version.putObject("schema")
                .putObject("openAPIV3Schema")
                .put("type", "object")
                .putObject("properties")
                .putObject("spec")
                .put("type", "object")
                .put("x-kubernetes-preserve-unknown-fields", true);
        return crd;
    }

    /** Object {@code index} after {@code round} changes. */
    ObjectNode object(int index, int round) {
        Random random = new Random(seed * 1_000_003 + index * 31L + round);
        int slot = index * STRIDE % 100;
        int type = 0;
        while (slot >= SHARES[type]) {
            slot -= SHARES[type];
            type++;
        }
        return switch (type) {
            case 0 -> configMap(index, random);
            case 1 -> secret(index, random);
            case 2 -> deployment(index, random);
            case 3 -> service(index, random);
            case 4 -> named("v1", "ServiceAccount", index, random);
            case 5 -> roleBinding(index, random);
            case 6 -> ingress(index, random);
            default -> cache(index, random);
        };
    }

    private static ObjectNode named(String apiVersion, String kind, int index, Random random) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", apiVersion).put("kind", kind);
        ObjectNode metadata = object.putObject("metadata")
                .put("name", "item-%05d".formatted(index))
                .put("namespace", namespaceName(index / PER_NAMESPACE));
        metadata.putObject("labels")
                .put("app.kubernetes.io/name", "item-%05d".formatted(index))
                .put("app.kubernetes.io/part-of", "bench")
                .put("team", "team-" + index % 17);
        metadata.putObject("annotations").put("bench.tidemark.dev/note", words(random, NOTE));
        return object;
    }

    private static ObjectNode configMap(int index, Random random) {
        ObjectNode object = named("v1", "ConfigMap", index, random);
        object.putObject("data")
                .put("application.properties", lines(random, TEXT))
                .put("LOG_LEVEL", random.nextBoolean() ? "info" : "debug")
                .put("feature.enabled", Boolean.toString(random.nextBoolean()));
        return object;
    }

    private static ObjectNode secret(int index, Random random) {
        ObjectNode object = named("v1", "Secret", index, random).put("type", "Opaque");
        object.putObject("data").put("password", bytes(random, 24)).put("keystore", bytes(random, SECRET));
        return object;
    }

    /** Without replicas: the cluster's Pods are not what is measured. */
    private static ObjectNode deployment(int index, Random random) {
        ObjectNode object = named("apps/v1", "Deployment", index, random);
        ObjectNode spec = object.putObject("spec").put("replicas", 0);
        String name = "item-%05d".formatted(index);
        spec.putObject("selector").putObject("matchLabels").put("app.kubernetes.io/name", name);
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put("app.kubernetes.io/name", name);
        ObjectNode container = template.putObject("spec").putArray("containers").addObject();
        container.put("name", "main").put("image", "registry.example.com/" + name + ":1." + random.nextInt(100));
        container.putArray("ports").addObject().put("containerPort", 8080);
        ObjectNode resources = container.putObject("resources");
        resources.putObject("requests").put("cpu", "100m").put("memory", "128Mi");
        resources.putObject("limits").put("memory", "256Mi");
        for (int i = 0; i < 6; i++) {
            container.withArray("/env").addObject().put("name", "SETTING_" + i).put("value", words(random, 30));
        }
        return object;
    }

    private static ObjectNode service(int index, Random random) {
        ObjectNode object = named("v1", "Service", index, random);
        ObjectNode spec = object.putObject("spec");
        spec.putObject("selector").put("app.kubernetes.io/name", "item-%05d".formatted(index));
        spec.putArray("ports").addObject().put("name", "http").put("port", 80).put("targetPort", 8080);
        return object;
    }

    private static ObjectNode roleBinding(int index, Random random) {
        ObjectNode object = named("rbac.authorization.k8s.io/v1", "RoleBinding", index, random);
        object.putObject("roleRef")
                .put("apiGroup", "rbac.authorization.k8s.io")
                .put("kind", "ClusterRole")
                .put("name", "view");
        object.putArray("subjects")
                .addObject()
                .put("kind", "ServiceAccount")
                .put("name", "item-%05d".formatted(index))
                .put("namespace", namespaceName(index / PER_NAMESPACE));
        return object;
    }

    private static ObjectNode ingress(int index, Random random) {
        ObjectNode object = named("networking.k8s.io/v1", "Ingress", index, random);
        ObjectNode rule = object.putObject("spec").putArray("rules").addObject();
        rule.put("host", "item-%05d.example.com".formatted(index));
        ObjectNode path = rule.putObject("http").putArray("paths").addObject();
        path.put("path", "/").put("pathType", "Prefix");
        ObjectNode service = path.putObject("backend").putObject("service").put("name", "item-%05d".formatted(index));
        service.putObject("port").put("number", 80);
        return object;
    }

    private static ObjectNode cache(int index, Random random) {
        ObjectNode object = named("bench.tidemark.dev/v1", "Cache", index, random);
        ObjectNode spec = object.putObject("spec").put("size", random.nextInt(100) + "Gi");
        for (int i = 0; i < 8; i++) {
            ObjectNode shard = spec.withArray("/shards").addObject();
            shard.put("name", "shard-" + i).put("weight", random.nextInt(100)).put("ratio", random.nextInt(100) / 8.0);
            shard.putObject("limits").put("rate", random.nextInt(10_000)).put("note", words(random, 90));
        }
        return object;
    }

    private static String bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String lines(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(words(random, 12).replace(' ', '.'))
                    .append(" = ")
                    .append(words(random, 30))
                    .append('\n');
        }
        return text.toString();
    }

    /** Pronounceable text of about {@code length} characters, which compresses as prose and settings do. */
    private static String words(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            if (!text.isEmpty()) {
                text.append(' ');
            }
            for (int syllables = 1 + random.nextInt(3); syllables > 0; syllables--) {
                text.append("bdfgklmnprstvz".charAt(random.nextInt(14))).append("aeiou".charAt(random.nextInt(5)));
            }
        }
        return text.toString();
    }
}
