package dev.tidemark.policies.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PruneGuardTest {

    private static final ResourceType CONFIG_MAP = type("", "ConfigMap", "configmaps", true);
    private static final ResourceType SECRET = type("", "Secret", "secrets", true);
    private static final ResourceType NAMESPACE = type("", "Namespace", "namespaces", false);
    private static final ResourceType CLAIM = type("", "PersistentVolumeClaim", "persistentvolumeclaims", true);
    private static final ResourceType CAMPAIGN = type("shop.example.com", "Campaign", "campaigns", true);

    private static ResourceType type(String group, String kind, String resource, boolean namespaced) {
        return new ResourceType(group, "v1", kind, resource, "", List.of(), namespaced, false);
    }

    private static Optional<String> verdict(
            ResourceType type, String namespace, ObjectNode live, ResourceType... allowed) {
        return new PruneGuard(Set.of(allowed)).protects(type, type.id(namespace, "x"), live, false);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode annotated(String key, String value) {
        ObjectNode live = object();
        live.putObject("metadata").putObject("annotations").put(key, value);
        return live;
    }

    @Test
    void an_ordinary_object_may_go() {
        assertThat(verdict(CONFIG_MAP, "shop", object())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tidemark.dev/prune, disabled",
        "argocd.argoproj.io/sync-options, 'ServerSideApply=true,Prune=false'",
        "argocd.argoproj.io/sync-options, Delete=false",
        "kustomize.toolkit.fluxcd.io/prune, disabled",
        "helm.sh/resource-policy, keep",
        "kapp.k14s.io/delete-strategy, orphan"
    })
    void an_annotation_keeps_its_object_whatever_else_is_allowed(String key, String value) {
        assertThat(verdict(CONFIG_MAP, "shop", annotated(key, value), CONFIG_MAP))
                .hasValueSatisfying(why -> assertThat(why).contains(key));
    }

    @Test
    void what_others_live_in_goes_only_when_its_type_is_named() {
        assertThat(verdict(CLAIM, "shop", object()))
                .hasValueSatisfying(why -> assertThat(why).contains("--allow-kind persistentvolumeclaims"));
        assertThat(verdict(CLAIM, "shop", object(), CLAIM)).isEmpty();
        assertThat(verdict(NAMESPACE, "", object(), CONFIG_MAP)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"default", "kube-system", "kube-public", "kube-node-lease"})
    void the_clusters_own_namespaces_never_go(String name) {
        assertThat(new PruneGuard(Set.of(NAMESPACE)).protects(NAMESPACE, NAMESPACE.id("", name), object(), false))
                .isPresent();
    }

    @Test
    void the_clusters_own_objects_go_only_when_their_type_is_named() {
        assertThat(verdict(CONFIG_MAP, "kube-system", object())).isPresent();
        assertThat(verdict(CONFIG_MAP, "kube-system", object(), CONFIG_MAP)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"kubernetes.io/tls, true", "kubernetes.io/service-account-token, true", "Opaque, false"})
    void certificates_and_account_tokens_do_not_go_by_the_way(String type, boolean kept) {
        ObjectNode live = object().put("type", type);
        assertThat(verdict(SECRET, "shop", live).isPresent()).isEqualTo(kept);
        assertThat(verdict(SECRET, "shop", live, SECRET)).isEmpty();
    }

    @Test
    void the_last_custom_resource_of_a_type_does_not_go_by_the_way() {
        PruneGuard guard = new PruneGuard(Set.of());
        assertThat(guard.protects(CAMPAIGN, CAMPAIGN.id("shop", "winter"), object(), true))
                .hasValueSatisfying(why -> assertThat(why).contains("campaigns.shop.example.com"));
        assertThat(guard.protects(CAMPAIGN, CAMPAIGN.id("shop", "winter"), object(), false))
                .isEmpty();
    }
}
