package dev.tidemark.reconciler.scenario.lostnamespace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.reconciler.scenario.Policies;
import dev.tidemark.reconciler.scenario.Sealing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A shop runs in one namespace. Somebody deletes the namespace. The engineer on call looks at what is missing, brings it
 * back, and the next snapshot is the very tree of the one before.
 */
@ExtendWith(ControlPlane.class)
class LostNamespaceIT {

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Namespace shop;
    private Tidemark tidemark;

    LostNamespaceIT(Kubectl kubectl, Tidemark fresh, Namespace shop) {
        this.kubectl = kubectl;
        this.fresh = fresh;
        this.shop = shop;
    }

    @BeforeEach
    void open_the_shop() {
        kubectl.applyResource("/scenario/lostnamespace/definition.yaml");
        kubectl.run("wait", "crd/promotions.lostnamespace.example.com", "--for=condition=Established");
        kubectl.in(shop).applyResource("/scenario/lostnamespace/shop.yaml");
        kubectl.in(shop).run("wait", "deployment/web", "--for=condition=Available", "--timeout=60s");
        tidemark = Sealing.init(fresh, "--policy", Policies.of(shop).toString());
    }

    private JsonNode snapshot() {
        return tidemark.json(0, "snapshot", "--component", "apps");
    }

    private void lose_the_namespace() {
        kubectl.delete("namespace", shop.name());
    }

    @Test
    void what_was_lost_comes_back_and_the_next_snapshot_is_the_same_tree() {
        JsonNode before = snapshot();
        assertThat(before.path("status").asText()).isEqualTo("Complete");
        assertThat(before.path("objects").asInt()).isGreaterThanOrEqualTo(16);
        lose_the_namespace();

        JsonNode difference = tidemark.json(1, "diff");
        assertThat(difference.path("changes"))
                .hasSize(before.path("objects").asInt())
                .allSatisfy(c -> assertThat(c.path("change").asText()).isEqualTo("removed"));

        JsonNode plan = tidemark.json(1, "restore", "latest", "--dry-run");
        assertThat(plan.path("plan").path("steps"))
                .hasSize(before.path("objects").asInt())
                .allSatisfy(s -> assertThat(s.path("action").asText()).isIn("create", "unchanged"));
        assertThat(plan.has("results")).isFalse();
        assertThat(kubectl.has("namespace", shop.name()))
                .as("a dry run writes nothing")
                .isFalse();

        JsonNode restored = tidemark.json(0, "restore", "latest", "--yes");
        assertThat(restored.path("verify").path("equal").asBoolean()).isTrue();
        assertThat(restored.path("verify").path("missing")).isEmpty();
        assertThat(restored.path("results")).hasSize(before.path("objects").asInt());
        kubectl.in(shop).run("wait", "deployment/web", "--for=condition=Available", "--timeout=60s");

        JsonNode after = snapshot();
        assertThat(after.path("tree").asText())
                .as("git diff: %s", difference(before))
                .isEqualTo(before.path("tree").asText());
        assertThat(after.path("changed").asBoolean()).isFalse();
        nothing_is_left_to_do();
    }

    private void nothing_is_left_to_do() {
        JsonNode plan = tidemark.json(0, "restore", "latest", "--dry-run");
        assertThat(plan.path("plan").path("steps"))
                .isNotEmpty()
                .allSatisfy(s -> assertThat(s.path("action").asText()).isEqualTo("unchanged"));
        JsonNode again = tidemark.json(0, "restore", "latest", "--yes");
        assertThat(again.path("results"))
                .allSatisfy(r -> assertThat(r.path("outcome").asText()).isEqualTo("unchanged"));
        assertThat(again.path("restorePoint").isNull())
                .as("nothing was written, so there is nothing to go back to")
                .isTrue();
    }

    private String difference(JsonNode before) {
        return new Git(tidemark.repository()).run("diff", before.path("commit").asText(), "live/apps");
    }

    @Test
    void it_comes_back_while_the_namespace_is_still_going() {
        JsonNode before = snapshot();
        kubectl.run("delete", "namespace", shop.name(), "--wait=false");
        tidemark.json(0, "restore", "latest", "--yes");
        assertThat(snapshot().path("tree").asText())
                .as("git diff: %s", difference(before))
                .isEqualTo(before.path("tree").asText());
    }

    @Test
    void what_somebody_changed_by_hand_goes_back_and_what_nobody_touched_is_not_written() {
        JsonNode before = snapshot();
        Kubectl inShop = kubectl.in(shop);
        inShop.run("scale", "deployment/web", "--replicas=5");
        inShop.run("set", "image", "deployment/web", "web=nginx:broken");
        inShop.run("delete", "configmap/app");
        inShop.run("patch", "secret/db", "-p", "{\"data\":{\"password\":\"d3Jvbmc=\"}}");
        String untouched = version("service/web");

        JsonNode difference = tidemark.json(1, "diff");
        assertThat(difference.path("changes"))
                .extracting(c -> c.path("change").asText() + " "
                        + c.path("id").path("kind").asText())
                .containsExactlyInAnyOrder("removed ConfigMap", "modified Deployment", "modified Secret");

        tidemark.json(0, "restore", "latest", "--yes");
        assertThat(version("service/web")).isEqualTo(untouched);
        assertThat(inShop.get("deployment/web").path("spec").path("replicas").asInt())
                .isEqualTo(2);
        assertThat(inShop.get("secret/db").path("data").path("password").asText())
                .isEqualTo("Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5");
        assertThat(snapshot().path("tree").asText())
                .as("git diff: %s", difference(before))
                .isEqualTo(before.path("tree").asText());
    }

    private String version(String object) {
        return kubectl.in(shop)
                .get(object)
                .path("metadata")
                .path("resourceVersion")
                .asText();
    }
}
