package dev.tidemark.reconciler.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What people and their tools do to {@code /prove/many-kinds.yaml}, one random command after the other. Fields that cannot
 * be changed back are left alone.
 */
final class RandomChanges {

    private static final List<String> MANAGERS = List.of("kubectl-edit", "helm", "argocd-controller");
    /** Where it is no longer wanted, prune leaves it alone: a restore could not come to the very tree. */
    private static final String PROTECTED = "pvc/data";

    private static final List<String> OBJECTS = List.of(
            "configmap/settings",
            "configmap/flags",
            "secret/password",
            "secret/login",
            "serviceaccount/runner",
            "role/reader",
            "rolebinding/reader",
            "deployment/web",
            "deployment/scaled",
            "hpa/scaled",
            "statefulset/db",
            "daemonset/agent",
            "service/web",
            "service/db",
            "ingress/web",
            "networkpolicy/web",
            "pdb/web",
            "cronjob/report",
            "job/migrate",
            PROTECTED,
            "resourcequota/limits",
            "limitrange/limits",
            "podtemplate/base");

    private final Kubectl kubectl;
    private final Random random;
    private final Path scratch;
    private final List<Supplier<List<String>>> kinds = List.of(
            this::labelled,
            this::annotated,
            this::keyed,
            this::secretKeyed,
            this::edited,
            this::edited,
            this::scaled,
            this::applied,
            this::deleted,
            this::deleted,
            this::added);

    /** @param scratch a file for manifests */
    RandomChanges(Kubectl kubectl, Random random, Path scratch) {
        this.kubectl = kubectl;
        this.random = random;
        this.scratch = scratch;
    }

    /** Makes {@code count} of them; returns the commands. An object that an earlier one deleted is not missed. */
    List<String> make(int count) {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Answer answer = kubectl.attempt(one(kinds).get().toArray(String[]::new));
            assertThat(answer.exit() == 0
                            || answer.err().contains("NotFound")
                            || answer.err().contains("not found"))
                    .as("the change %s", answer)
                    .isTrue();
            made.add(answer.command().replaceFirst(".*--namespace \\S+ ", ""));
        }
        return made;
    }

    private List<String> labelled() {
        return List.of("label", one(OBJECTS), "team" + random.nextInt(3) + "=" + word(), "--overwrite", manager());
    }

    private List<String> annotated() {
        String change = random.nextBoolean() ? "=" + word() + ": {" : "-";
        return List.of("annotate", one(OBJECTS), "example.com/note" + change, "--overwrite", manager());
    }

    /** Sets, adds or removes. */
    private List<String> keyed() {
        String value = random.nextInt(3) == 0 ? "null" : "\"" + word() + "\\n" + word() + "\"";
        String key = one(List.of("colour", "size", "file.conf", "new-" + random.nextInt(4)));
        return patch(
                one(List.of("configmap/settings", "configmap/flags")), "{\"data\":{\"" + key + "\":" + value + "}}");
    }

    private List<String> secretKeyed() {
        String key = one(List.of("password", "new-" + random.nextInt(4)));
        return patch(
                one(List.of("secret/password", "secret/login")),
                "{\"stringData\":{\"" + key + "\":\"" + word() + "\"}}");
    }

    private List<String> edited() {
        int number = 1 + random.nextInt(5);
        return switch (random.nextInt(16)) {
            case 0 -> image("deployment/web", "web");
            case 1 -> image("deployment/scaled", "web");
            case 2 -> image("statefulset/db", "db");
            case 3 -> image("daemonset/agent", "agent");
            case 4 -> patch("hpa/scaled", "{\"spec\":{\"maxReplicas\":%d}}".formatted(number + 3));
            case 5 -> patch("pdb/web", "{\"spec\":{\"minAvailable\":%d}}".formatted(number));
            case 6 -> patch("cronjob/report", "{\"spec\":{\"schedule\":\"%d 3 1 1 *\"}}".formatted(number));
            case 7 -> patch("ingress/web", "{\"spec\":{\"rules\":[{\"host\":\"%s.example.com\"}]}}".formatted(word()));
            case 8 ->
                patch("networkpolicy/web", "{\"spec\":{\"ingress\":[{\"ports\":[{\"port\":%d}]}]}}".formatted(number));
            case 9 ->
                patch(
                        "role/reader",
                        "{\"rules\":[{\"apiGroups\":[\"apps\"],\"resources\":[\"%s\"],\"verbs\":[\"get\"]}]}"
                                .formatted(word()));
            case 10 -> patch("resourcequota/limits", "{\"spec\":{\"hard\":{\"pods\":\"%d\"}}}".formatted(50 + number));
            case 11 ->
                patch(
                        "limitrange/limits",
                        "{\"spec\":{\"limits\":[{\"type\":\"Container\",\"max\":{\"cpu\":\"%d\"}}]}}"
                                .formatted(number));
            case 12 ->
                patch(
                        "service/web",
                        "{\"spec\":{\"ports\":[{\"name\":\"http\",\"port\":80,\"targetPort\":%d},{\"name\":\"more\",\"port\":%d}]}}"
                                .formatted(8000 + number, 90 + number));
            case 13 ->
                patch("serviceaccount/runner", "{\"automountServiceAccountToken\":%s}".formatted(random.nextBoolean()));
            case 14 -> patch("rolebinding/reader", "{\"subjects\":null}");
            default ->
                patch(
                        "podtemplate/base",
                        "{\"template\":{\"metadata\":{\"labels\":{\"tier\":\"%s\"}}}}".formatted(word()));
        };
    }

    private List<String> image(String object, String container) {
        return List.of("set", "image", object, container + "=" + container + ":" + random.nextInt(100), manager());
    }

    private List<String> scaled() {
        return List.of("scale", one(List.of("deployment/web", "statefulset/db")), "--replicas=" + random.nextInt(4));
    }

    /** A tool that owns some fields of an object, and on the next time others. */
    private List<String> applied() {
        return apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, labels: {release: "%s"}}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                      - {name: web, image: "nginx:%d", env: [{name: RELEASE_%d, value: "%s"}]}
                """.formatted(word(), random.nextInt(9), random.nextInt(3), word()));
    }

    private List<String> deleted() {
        String object = one(OBJECTS);
        return object.equals(PROTECTED)
                ? annotated()
                : List.of("delete", object, "--ignore-not-found", "--timeout=60s");
    }

    private List<String> added() {
        String name = "extra-" + random.nextInt(1000);
        return switch (random.nextInt(5)) {
            case 0 -> apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {a: b}}".formatted(name));
            case 1 -> apply("{apiVersion: v1, kind: Secret, metadata: {name: %s}, data: {a: YWJj}}".formatted(name));
            case 2 ->
                apply("{apiVersion: v1, kind: Service, metadata: {name: %s}, spec: {ports: [{port: 80}]}}"
                        .formatted(name));
            case 3 -> apply("{apiVersion: v1, kind: ServiceAccount, metadata: {name: %s}}".formatted(name));
            default -> apply("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: %1$s}
                        spec:
                          selector: {matchLabels: {app: %1$s}}
                          template:
                            metadata: {labels: {app: %1$s}}
                            spec: {containers: [{name: web, image: web}]}
                        """.formatted(name));
        };
    }

    private List<String> apply(String manifest) {
        try {
            Files.writeString(scratch, manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of("apply", "--server-side", "--force-conflicts", manager(), "-f", scratch.toString());
    }

    private List<String> patch(String object, String merge) {
        return Stream.of("patch", object, "--type=merge", manager(), "-p", merge)
                .toList();
    }

    private String manager() {
        return "--field-manager=" + one(MANAGERS);
    }

    private String word() {
        return "w" + Integer.toString(random.nextInt(1 << 20), Character.MAX_RADIX);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
