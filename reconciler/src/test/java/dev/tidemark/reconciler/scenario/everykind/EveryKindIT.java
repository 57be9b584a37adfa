package dev.tidemark.reconciler.scenario.everykind;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Empty;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.reconciler.scenario.Git;
import dev.tidemark.reconciler.scenario.Sealing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster runs an application with something of every kind: types of its own, of which one is converted by a webhook and
 * guarded by two more. All of it is deleted. What comes back is the very tree of before.
 */
@ExtendWith(ControlPlane.class)
class EveryKindIT {

    /** What no snapshot keeps: it is made by others, is gone in a moment, or says what other objects are. */
    private static final Set<String> NOT_KEPT = Set.of(
            "certificatesigningrequests",
            "controllerrevisions",
            "csinodes",
            "csistoragecapacities",
            "events",
            "ipaddresses",
            "leases",
            "nodes",
            "resourceslices",
            "volumeattachments");

    /** The ones that the cluster itself brings along are all there are. */
    private static final Set<String> ITS_OWN = Set.of("apiservices");

    private final Kubectl kubectl;
    private final Tidemark fresh;
    private final Webhooks webhooks;
    private Tidemark tidemark;

    EveryKindIT(@Empty TestCluster cluster, Tidemark fresh, @TempDir Path folder)
            throws IOException, GeneralSecurityException {
        this.kubectl = cluster.kubectl();
        this.fresh = fresh.against(cluster);
        this.webhooks = new Webhooks(folder);
    }

    @AfterEach
    void close() {
        webhooks.close();
    }

    @BeforeEach
    void make_the_application() throws IOException {
        kubectl.applyResource("/everykind/definitions.yaml");
        kubectl.apply(hooked());
        kubectl.run("wait", "crd", "--all", "--for=condition=Established", "--timeout=60s");
        kubectl.applyResource("/everykind/objects.yaml");
        kubectl.applyResource("/scenario/everykind/boxes.yaml");
        Kubectl shop = kubectl.in("shop");
        shop.run("wait", "job/done", "--for=condition=Complete", "--timeout=60s");
        shop.run("wait", "pvc/vault", "--for=jsonpath={.status.phase}=Bound", "--timeout=60s");
        shop.run("wait", "deployment", "--all", "--for=condition=Available", "--timeout=60s");
        tidemark = Sealing.init(fresh);
    }

    private String hooked() throws IOException {
        try (InputStream resource =
                Objects.requireNonNull(EveryKindIT.class.getResourceAsStream("/scenario/everykind/hooked.yaml"))) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .formatted(
                            webhooks.clientConfig("/convert"),
                            webhooks.clientConfig("/mark"),
                            webhooks.clientConfig("/judge"));
        }
    }

    @Test
    void what_was_lost_comes_back_as_the_very_tree_of_before() {
        JsonNode before = tidemark.json(0, "snapshot");
        assertThat(before.path("status").asText()).isEqualTo("Complete");
        every_type_has_an_object(before);

        lose_everything();
        JsonNode restored = tidemark.json(0, "restore", "latest", "--yes");
        assertThat(restored.path("verify").path("equal").asBoolean())
                .as("%s", restored.path("verify"))
                .isTrue();
        assertThat(restored.path("verify").path("residual")).isEmpty();
        assertThat(webhooks.conversions()).isPositive();
        assertThat(webhooks.admissions()).isPositive();

        JsonNode after = tidemark.json(0, "snapshot");
        assertThat(after.path("tree").asText())
                .as(
                        "%s",
                        new Git(tidemark.repository())
                                .run("diff", before.path("commit").asText(), "live/default"))
                .isEqualTo(before.path("tree").asText());
        assertThat(tidemark.json(0, "restore", "latest", "--prune", "--dry-run").at("/plan/steps"))
                .isNotEmpty()
                .allSatisfy(step -> assertThat(step.path("action").asText()).isEqualTo("unchanged"));
    }

    private void every_type_has_an_object(JsonNode snapshot) {
        Set<String> kept = snapshot.path("coverage")
                .valueStream()
                .filter(entry -> entry.path("count").asInt() > 0)
                .map(entry -> entry.path("resource").asText())
                .collect(Collectors.toSet());
        Set<String> served = kubectl.run("api-resources", "--verbs=list,create", "-o", "name")
                .lines()
                .map(name -> name.split("\\.", 2)[0])
                .filter(name -> !NOT_KEPT.contains(name) && !ITS_OWN.contains(name))
                .collect(Collectors.toSet());
        assertThat(kept).containsAll(served);
    }

    private void lose_everything() {
        kubectl.delete("namespace", "shop", "back", "--timeout=120s");
        kubectl.delete("pv", "vault");
        kubectl.delete("servicecidr", "more");
        for (String type : new String[] {
            "crd",
            "validatingwebhookconfigurations",
            "mutatingwebhookconfigurations",
            "validatingadmissionpolicybindings",
            "validatingadmissionpolicies",
            "mutatingadmissionpolicybindings",
            "mutatingadmissionpolicies",
            "ingressclasses",
            "runtimeclasses",
            "storageclasses",
            "volumeattributesclasses",
            "csidrivers",
            "deviceclasses"
        }) {
            kubectl.delete(type, "--all", "--timeout=60s");
        }
        kubectl.delete("priorityclass/shop-high", "flowschema/robots", "prioritylevelconfiguration/slow");
        kubectl.delete("clusterrole/shop-sum", "clusterrole/shop:part", "clusterrolebinding/shop:sum");
    }
}
