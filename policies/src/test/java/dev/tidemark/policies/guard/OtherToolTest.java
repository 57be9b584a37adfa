package dev.tidemark.policies.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtherToolTest {

    private static final ResourceId WEB = new ResourceId("apps", "Deployment", "deployments", "shop", "web");
    private static final ResourceId SERVICE = new ResourceId("", "Service", "services", "shop", "web");
    private static final ResourceId ROLE =
            new ResourceId("rbac.authorization.k8s.io", "ClusterRole", "clusterroles", "", "reader");

    private final ObjectNode metadata = JsonNodeFactory.instance.objectNode();

    private Optional<String> tool() {
        return OtherTool.of(WEB, metadata).map(OtherTool::display);
    }

    private OtherToolTest label(String key, String value) {
        metadata.withObject("labels").put(key, value);
        return this;
    }

    private OtherToolTest annotation(String key, String value) {
        metadata.withObject("annotations").put(key, value);
        return this;
    }

    private OtherToolTest manager(String name, String subresource) {
        ObjectNode entry = metadata.withArray("managedFields").addObject();
        entry.put("manager", name).put("subresource", subresource);
        return this;
    }

    @Test
    void an_object_without_marks_is_nobodys() {
        assertThat(label("app", "web")
                        .annotation("note", "x")
                        .manager("kubectl", "")
                        .tool())
                .isEmpty();
    }

    @Test
    void argo_is_known_by_its_tracking_annotation() {
        assertThat(annotation("argocd.argoproj.io/tracking-id", "guestbook:apps/Deployment:shop/web")
                        .tool())
                .contains("Argo CD (app guestbook)");
    }

    @Test
    void an_object_of_the_core_group_is_tracked_with_an_empty_group() {
        annotation("argocd.argoproj.io/tracking-id", "guestbook:/Service:shop/web");
        assertThat(OtherTool.of(SERVICE, metadata)).contains(new OtherTool("Argo CD", "app", "guestbook"));
    }

    @Test
    void an_object_of_no_namespace_is_tracked_with_that_of_its_app() {
        annotation("argocd.argoproj.io/tracking-id", "rights:rbac.authorization.k8s.io/ClusterRole:argocd/reader");
        assertThat(OtherTool.of(ROLE, metadata)).contains(new OtherTool("Argo CD", "app", "rights"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "guestbook:apps/Deployment:other/web",
                "guestbook:apps/Deployment:shop/other",
                "guestbook:apps/StatefulSet:shop/web",
                "guestbook"
            })
    void a_tracking_annotation_of_another_object_is_a_copy(String tracking) {
        assertThat(annotation("argocd.argoproj.io/tracking-id", tracking).tool())
                .isEmpty();
    }

    @Test
    void the_instance_label_is_argos_only_where_argo_writes() {
        label("app.kubernetes.io/instance", "guestbook").manager("helm", "").manager("argocd-controller", "status");
        assertThat(tool()).isEmpty();
        assertThat(manager("argocd-controller", "").tool()).contains("Argo CD (app guestbook)");
    }

    @ParameterizedTest
    @CsvSource({
        "kustomize.toolkit.fluxcd.io/name, Flux (kustomization shop)",
        "helm.toolkit.fluxcd.io/name, Flux (release shop)",
        "kapp.k14s.io/app, kapp (app shop)"
    })
    void a_label_of_its_own_tells_a_tool(String key, String display) {
        assertThat(label(key, "shop").tool()).contains(display);
    }

    @Test
    void helm_is_known_by_label_and_annotation_together() {
        assertThat(label("app.kubernetes.io/managed-by", "Helm").tool()).isEmpty();
        assertThat(annotation("meta.helm.sh/release-name", "web").tool()).contains("Helm (release web)");
    }

    @Test
    void flux_counts_before_the_helm_that_it_drives() {
        label("app.kubernetes.io/managed-by", "Helm").annotation("meta.helm.sh/release-name", "web");
        assertThat(label("helm.toolkit.fluxcd.io/name", "shop").tool()).contains("Flux (release shop)");
    }
}
