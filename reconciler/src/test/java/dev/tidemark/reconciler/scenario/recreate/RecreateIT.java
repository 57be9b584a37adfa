package dev.tidemark.reconciler.scenario.recreate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.kit.User;
import dev.tidemark.reconciler.scenario.Sealing;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Somebody deleted an object and made it again with another value in a field that nobody can change. A restore names the
 * field and the option that allows it to make the object anew; with that option it does, and the next restore has nothing
 * to do.
 */
@ExtendWith(ControlPlane.class)
class RecreateIT {

    private final TestCluster cluster;
    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace namespace;
    private Tidemark tidemark;

    RecreateIT(TestCluster cluster, Tidemark fresh, Namespace namespace) {
        this.cluster = cluster;
        this.kubectl = cluster.kubectl().in(namespace);
        this.fresh = fresh;
        this.namespace = namespace;
    }

    @BeforeEach
    void make_a_repository() {
        tidemark = Sealing.init(fresh);
    }

    private String[] scope(String verb, String... words) {
        return Stream.concat(
                        verb.equals("restore") ? Stream.of("restore", "HEAD") : Stream.of(verb),
                        Stream.concat(Stream.of("-n", namespace.name()), Stream.of(words)))
                .toArray(String[]::new);
    }

    private void snapshot() {
        tidemark.json(0, scope("snapshot"));
    }

    /** Puts another object in the place of {@code object}. */
    private void exchange(String object, String manifest) {
        kubectl.delete(object);
        kubectl.apply(manifest);
    }

    private static List<String> outcomes(JsonNode answer) {
        return StreamSupport.stream(answer.path("results").spliterator(), false)
                .filter(r -> !r.path("outcome").asText().equals("unchanged"))
                .map(r -> r.path("outcome").asText() + " "
                        + r.path("id").path("name").asText())
                .toList();
    }

    private static String reason(JsonNode answer, String outcome) {
        return StreamSupport.stream(answer.path("results").spliterator(), false)
                .filter(r -> r.path("outcome").asText().equals(outcome))
                .map(r -> r.path("reason").asText())
                .findFirst()
                .orElseThrow();
    }

    /** Blocked without the option, made anew with it, and left alone by a further restore. */
    private JsonNode madeAnew(String type, String field) {
        JsonNode blocked = tidemark.json(3, scope("restore", "--yes"));
        assertThat(reason(blocked, "blocked")).contains("immutable: ", field, "--allow-recreate " + type);
        JsonNode made = tidemark.json(0, scope("restore", "--yes", "--no-wait", "--allow-recreate", type));
        assertThat(outcomes(made)).singleElement().asString().startsWith("recreated ");
        assertThat(made.path("verify").path("equal").asBoolean()).isTrue();
        assertThat(outcomes(tidemark.json(0, scope("restore", "--yes")))).isEmpty();
        return made;
    }

    private static String secret(String type) {
        return """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: db
                type: %s
                data:
                  password: Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5
                """.formatted(type);
    }

    @Test
    void a_secret_of_another_type() {
        kubectl.apply(secret("Opaque"));
        snapshot();
        exchange("secret/db", secret("example.com/other"));
        madeAnew("secrets", "type");
        assertThat(kubectl.get("secret/db").path("type").asText()).isEqualTo("Opaque");
    }

    @Test
    void an_immutable_config_map_and_the_plan_says_what_it_means() {
        kubectl.run("create", "configmap", "app", "--from-literal=colour=blue");
        snapshot();
        exchange("configmap/app", """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: app
                immutable: true
                data:
                  colour: red
                """);
        assertThat(tidemark.run(scope("restore", "--dry-run", "--allow-recreate", "cm"))
                        .exited(1)
                        .out())
                .contains("-+ recreate  configmap/app", "Pods keep the old content", "1 recreate");
        assertThat(kubectl.get("configmap/app").path("data").path("colour").asText())
                .as("a dry run deletes nothing")
                .isEqualTo("red");
        madeAnew("configmaps", "data");
        JsonNode undone = tidemark.json(0, "undo", "--yes", "--allow-recreate", "configmaps");
        assertThat(outcomes(undone)).containsExactly("updated app");
        assertThat(kubectl.get("configmap/app").path("immutable").asBoolean()).isTrue();
    }

    @Test
    void a_role_binding_to_another_role() {
        kubectl.run("create", "rolebinding", "look", "--clusterrole=view", "--user=ann");
        snapshot();
        kubectl.delete("rolebinding/look");
        kubectl.run("create", "rolebinding", "look", "--clusterrole=edit", "--user=ann");
        madeAnew("rolebindings.rbac.authorization.k8s.io", "roleRef");
        assertThat(kubectl.get("rolebinding/look").path("roleRef").path("name").asText())
                .isEqualTo("view");
    }

    @Test
    void ones_own_rights_are_not_taken_away() {
        User user = cluster.newUser(namespace);
        kubectl.run(
                "create",
                "clusterrolebinding",
                "all-" + namespace,
                "--clusterrole=cluster-admin",
                "--user=" + user.name());
        kubectl.run("create", "rolebinding", "own", "--clusterrole=view", "--user=" + user.name());
        snapshot();
        kubectl.delete("rolebinding/own");
        kubectl.run("create", "rolebinding", "own", "--clusterrole=edit", "--user=" + user.name());
        JsonNode blocked =
                tidemark.as(user.kubeconfig()).json(3, scope("restore", "--yes", "--allow-recreate", "rolebindings"));
        assertThat(reason(blocked, "blocked")).contains("his rights");
        kubectl.delete("clusterrolebinding/all-" + namespace);
    }

    @Test
    void a_storage_class_with_other_parameters() {
        String name = "class-" + namespace;
        kubectl.apply(storageClass(name, "fast"));
        tidemark.json(0, "snapshot", "--kind", "storageclasses", "--cluster-scoped");
        exchange("storageclass/" + name, storageClass(name, "slow"));
        String[] restore = {"restore", "HEAD", "storageclass/" + name, "--yes"};
        assertThat(reason(tidemark.json(3, restore), "blocked")).contains("parameters");
        JsonNode made = tidemark.json(
                0, "restore", "HEAD", "storageclass/" + name, "--yes", "--allow-recreate", "storageclasses");
        assertThat(outcomes(made)).containsExactly("recreated " + name);
        assertThat(kubectl.get("storageclass/" + name)
                        .path("parameters")
                        .path("speed")
                        .asText())
                .isEqualTo("fast");
        assertThat(outcomes(tidemark.json(0, restore))).isEmpty();
        kubectl.delete("storageclass/" + name);
    }

    private static String storageClass(String name, String speed) {
        return """
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata:
                  name: %s
                provisioner: example.com/none
                parameters:
                  speed: %s
                """.formatted(name, speed);
    }

    private static String deployment(String label) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                spec:
                  replicas: 1
                  selector:
                    matchLabels: {app: %1$s}
                  template:
                    metadata:
                      labels: {app: %1$s}
                    spec:
                      containers:
                      - {name: web, image: shop}
                """.formatted(label);
    }

    @Test
    void a_deployment_with_another_selector_leaves_its_old_pods_running() {
        kubectl.apply(deployment("web"));
        snapshot();
        exchange("deployment/web", deployment("other"));
        kubectl.run("wait", "deployment/web", "--for=condition=Available", "--timeout=60s");
        String pod = uid("pods", "app=other");
        madeAnew("deployments.apps", "spec.selector");
        assertThat(uid("pods", "app=other")).isEqualTo(pod);
        assertThat(kubectl.get("deployment/web")
                        .at("/spec/selector/matchLabels/app")
                        .asText())
                .isEqualTo("web");
    }

    private String uid(String type, String labels) {
        return kubectl.run("get", type, "-l", labels, "-o", "jsonpath={.items[*].metadata.uid}");
    }

    private static String statefulSet(String service, String size) {
        return """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata:
                  name: db
                spec:
                  serviceName: %s
                  replicas: 1
                  selector:
                    matchLabels: {app: db}
                  template:
                    metadata:
                      labels: {app: db}
                    spec:
                      containers:
                      - {name: db, image: shop}
                  volumeClaimTemplates:
                  - metadata:
                      name: data
                    spec:
                      storageClassName: none-such
                      accessModes: [ReadWriteOnce]
                      resources:
                        requests: {storage: %s}
                """.formatted(service, size);
    }

    @Test
    void a_stateful_set_with_other_claims_keeps_its_pods_and_their_data() {
        kubectl.apply(statefulSet("db", "1Gi"));
        kubectl.awaitCreated("pod/db-0", "pvc/data-db-0");
        snapshot();
        kubectl.run("delete", "statefulset/db", "--cascade=orphan");
        kubectl.apply(statefulSet("other", "2Gi"));
        String pod = uid("pods", "app=db");
        String claim = uid("pvc", "app=db");
        assertThat(pod).isNotBlank().doesNotContain(" ");
        madeAnew("statefulsets.apps", "spec");
        assertThat(uid("pods", "app=db")).isEqualTo(pod);
        assertThat(uid("pvc", "app=db")).isEqualTo(claim);
        assertThat(kubectl.get("statefulset/db").at("/spec/serviceName").asText())
                .isEqualTo("db");
    }

    private static String job(String image) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata:
                  name: import
                spec:
                  suspend: true
                  template:
                    spec:
                      restartPolicy: Never
                      containers:
                      - {name: import, image: %s}
                """.formatted(image);
    }

    @Test
    void a_job_with_another_template_and_the_plan_says_that_its_work_runs_again() {
        kubectl.apply(job("shop:1"));
        snapshot();
        exchange("job/import", job("shop:2"));
        assertThat(tidemark.run(scope("restore", "--dry-run", "--allow-recreate", "jobs"))
                        .exited(1)
                        .out())
                .contains("its work runs again");
        madeAnew("jobs.batch", "spec.template");
        assertThat(kubectl.get("job/import")
                        .at("/spec/template/spec/containers/0/image")
                        .asText())
                .isEqualTo("shop:1");
    }

    @Test
    void a_service_keeps_the_address_that_it_has_now() {
        String service = """
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                spec:
                  selector: {app: web}
                  ports:
                  - port: %s
                """;
        kubectl.apply(service.formatted(80));
        snapshot();
        exchange("service/web", service.formatted(81));
        String address = kubectl.get("service/web").at("/spec/clusterIP").asText();
        JsonNode restored = tidemark.json(0, scope("restore", "--yes", "--allow-recreate", "services"));
        assertThat(outcomes(restored)).containsExactly("updated web");
        assertThat(kubectl.get("service/web").at("/spec/clusterIP").asText()).isEqualTo(address);
    }

    @Test
    void a_claim_is_never_made_anew() {
        String claim = """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  name: data
                spec:
                  storageClassName: %s
                  accessModes: [ReadWriteOnce]
                  resources:
                    requests: {storage: 1Gi}
                """;
        kubectl.apply(claim.formatted("none-such"));
        snapshot();
        exchange("pvc/data", claim.formatted("none-other"));
        String uid = kubectl.get("pvc/data").at("/metadata/uid").asText();
        JsonNode blocked = tidemark.json(3, scope("restore", "--yes", "--allow-recreate", "pvc"));
        assertThat(reason(blocked, "blocked"))
                .contains("immutable: spec", "nothing allows this", "by hand")
                .doesNotContain("--allow-recreate");
        assertThat(kubectl.get("pvc/data").at("/metadata/uid").asText()).isEqualTo(uid);
    }

    @Test
    void what_is_held_by_a_finalizer_is_waited_for_and_never_stripped() {
        kubectl.run("create", "configmap", "app", "--from-literal=colour=blue");
        snapshot();
        exchange("configmap/app", """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: app
                  finalizers: [example.com/hold]
                immutable: true
                data:
                  colour: red
                """);
        JsonNode held =
                tidemark.json(3, scope("restore", "--yes", "--allow-recreate", "configmaps", "--timeout", "1s"));
        assertThat(reason(held, "blocked")).isEqualTo("blocked-by-finalizer: example.com/hold");
        assertThat(kubectl.get("configmap/app").at("/metadata/finalizers/0").asText())
                .isEqualTo("example.com/hold");
        kubectl.run("patch", "configmap/app", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
        assertThat(outcomes(tidemark.json(0, scope("restore", "--yes")))).containsExactly("created app");
    }

    @Test
    void a_name_that_no_type_has_is_refused() {
        kubectl.run("create", "configmap", "app", "--from-literal=colour=blue");
        snapshot();
        assertThat(tidemark.run(scope("restore", "--dry-run", "--allow-recreate", "none-such"))
                        .exited(2)
                        .err())
                .contains("none-such");
    }
}
