package dev.tidemark.reconciler.scenario.copiednamespace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Sealing;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A shop runs in one namespace. An engineer wants to see what it was last week, without touching what it is: he brings the
 * snapshot back into another namespace, looks, and takes the copy away again.
 */
@ExtendWith(ControlPlane.class)
class CopiedNamespaceIT {

    private final Kubectl kubectl;
    private final Kubectl inShop;
    private final Kubectl inCopy;
    private final Tidemark fresh;
    private final String shop;
    private final String copy;
    private Tidemark tidemark;

    CopiedNamespaceIT(Kubectl kubectl, Tidemark fresh, Namespace namespace) {
        this.kubectl = kubectl;
        this.fresh = fresh;
        this.shop = namespace.name();
        this.copy = shop + "-copy";
        this.inShop = kubectl.in(shop);
        this.inCopy = kubectl.in(copy);
    }

    @BeforeEach
    void open_the_shop() {
        inShop.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: app}
                data: {colour: blue}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: db}
                data: {password: Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: shop}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: look}
                rules:
                - {apiGroups: [""], resources: [configmaps], verbs: [get]}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: look}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: look}
                subjects:
                - {kind: ServiceAccount, name: shop, namespace: %1$s}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: edge}
                spec:
                  type: NodePort
                  selector: {app: web}
                  ports:
                  - port: 443
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: db}
                spec:
                  clusterIP: None
                  selector: {app: db}
                  ports:
                  - port: 5432
                ---
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data}
                spec:
                  storageClassName: none-such
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 1Gi}}
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: own}
                spec:
                  podSelector: {}
                  ingress:
                  - from:
                    - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      serviceAccountName: shop
                      containers:
                      - name: web
                        image: shop
                        env:
                        - {name: DB, value: "db.%1$s.svc:5432"}
                ---
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: web}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                  minReplicas: 1
                  maxReplicas: 3
                """.formatted(shop));
        inShop.run("wait", "deployment/web", "--for=condition=Available", "--timeout=60s");
        tidemark = Sealing.init(fresh);
        tidemark.json(0, "snapshot", "-n", shop);
    }

    @AfterEach
    void remove_the_copy() {
        kubectl.run("delete", "namespace", copy, "--ignore-not-found", "--wait=false");
    }

    private String[] intoCopy(String... words) {
        return Stream.concat(
                        Stream.of("restore", "HEAD", "--no-wait", "--map-namespace", shop + "=" + copy),
                        Stream.of(words))
                .toArray(String[]::new);
    }

    private static List<String> outcomes(JsonNode answer) {
        return StreamSupport.stream(answer.path("results").spliterator(), false)
                .filter(r -> !r.path("outcome").asText().equals("unchanged"))
                .map(r -> r.path("outcome").asText() + " "
                        + r.path("id").path("kind").asText() + " "
                        + r.path("id").path("name").asText())
                .toList();
    }

    /** Everything that a restore could write, with the counters by which each write shows. */
    private String stateOfTheShop() {
        String types = "configmaps,secrets,serviceaccounts,roles,rolebindings,services,pvc,networkpolicies";
        return inShop.run(
                "get",
                types,
                "-o",
                "jsonpath={range .items[*]}{.kind}/{.metadata.name} {.metadata.resourceVersion}\\n{end}");
    }

    @Test
    void a_copy_stands_beside_the_original_and_goes_again() {
        String before = stateOfTheShop();
        JsonNode copied = tidemark.json(0, intoCopy("--yes"));
        assertThat(outcomes(copied))
                .contains("created Namespace " + copy, "created Deployment web", "created Secret db")
                .allMatch(o -> o.startsWith("created "));
        assertThat(copied.path("verify").path("equal").asBoolean()).isTrue();
        assertThat(copied.path("verify").path("missing")).isEmpty();
        assertThat(copied.path("results").toString()).doesNotContain("\"namespace\":\"" + shop + "\"");
        assertThat(stateOfTheShop()).as("the original is untouched").isEqualTo(before);

        assertThat(inCopy.get("secret/db").at("/data/password").asText()).isEqualTo("Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5");
        assertThat(inCopy.get("rolebinding/look").at("/subjects/0/namespace").asText())
                .isEqualTo(copy);
        assertThat(inCopy.get("networkpolicy/own")
                        .at("/spec/ingress/0/from/0/namespaceSelector/matchLabels")
                        .toString())
                .contains(copy);
        assertThat(inCopy.get("service/db").at("/spec/clusterIP").asText()).isEqualTo("None");
        assertThat(inCopy.get("service/edge").at("/spec/ports/0/nodePort").asInt())
                .isNotEqualTo(
                        inShop.get("service/edge").at("/spec/ports/0/nodePort").asInt());

        JsonNode again = tidemark.json(0, intoCopy("--yes"));
        assertThat(outcomes(again)).as("a second restore writes nothing").isEmpty();
        assertThat(again.path("restorePoint").isNull()).isTrue();
        assertThat(again.path("verify").path("equal").asBoolean()).isTrue();

        inCopy.run("patch", "configmap/app", "-p", "{\"data\":{\"colour\":\"red\"}}");
        assertThat(outcomes(tidemark.json(0, intoCopy("--yes")))).containsExactly("updated ConfigMap app");
        assertThat(inCopy.get("configmap/app").at("/data/colour").asText()).isEqualTo("blue");
        assertThat(outcomes(tidemark.json(0, "undo", "--yes"))).containsExactly("updated ConfigMap app");
        assertThat(inCopy.get("configmap/app").at("/data/colour").asText()).isEqualTo("red");
    }

    @Test
    void what_the_restore_made_goes_with_its_undo() {
        tidemark.json(0, intoCopy("--yes", "--exclude", "pvc"));
        String before = stateOfTheShop();
        JsonNode undone = tidemark.json(0, "undo", "--yes");
        assertThat(outcomes(undone))
                .contains("deleted Namespace " + copy, "deleted Deployment web", "deleted Secret db");
        assertThat(kubectl.has("namespace", copy)).isFalse();
        assertThat(stateOfTheShop()).isEqualTo(before);
    }

    @Test
    void what_cannot_be_rewritten_is_named_in_the_plan() {
        String plan = tidemark.run(intoCopy("--dry-run")).exited(1).out();
        assertThat(plan)
                .contains(
                        shop + " as " + copy,
                        ".spec.template.spec.containers[0].env[0].value still speaks of " + shop,
                        "the data stays with the original");
        assertThat(kubectl.has("namespace", copy)).isFalse();
    }

    @Test
    void what_cannot_be_right_is_refused() {
        Answer sealed = tidemark.run(intoCopy("--yes", "--secrets", "sealed")).exited(4);
        assertThat(sealed.err()).contains("sealed for this name in this namespace", "--keys");
        assertThat(tidemark.run(intoCopy("--yes", "--prune")).exited(2).err()).contains("--prune");
        assertThat(tidemark.run(intoCopy("--yes", "-n", "other")).exited(2).err())
                .contains("add -n " + shop);
        assertThat(tidemark.run("restore", "HEAD", "--map-namespace", shop, "--dry-run")
                        .exited(2)
                        .err())
                .contains("A=B");
        assertThat(kubectl.has("namespace", copy)).isFalse();
    }
}
