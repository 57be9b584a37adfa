package dev.tidemark.reconciler.cluster;

import static dev.tidemark.reconciler.cluster.SmallApiServer.json;
import static dev.tidemark.reconciler.cluster.SmallApiServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.snapshots.model.ResourceType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiCatalogueTest {

    private static final String ALL = "[\"create\",\"delete\",\"get\",\"list\",\"patch\",\"update\",\"watch\"]";

    private final SmallApiServer server = new SmallApiServer();
    private final ApiServer client = new ApiServer(server.config());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private static String resource(String resource, String kind, String scope, String verbs, String more) {
        return "{\"resource\":\"" + resource + "\",\"responseKind\":{\"group\":\"\",\"version\":\"\",\"kind\":\"" + kind
                + "\"},\"scope\":\"" + scope + "\",\"singularResource\":\"" + kind.toLowerCase(java.util.Locale.ROOT)
                + "\",\"verbs\":" + verbs + more + "}";
    }

    private static String version(String version, String freshness, String... resources) {
        return "{\"version\":\"" + version + "\",\"freshness\":\"" + freshness + "\",\"resources\":["
                + String.join(",", resources) + "]}";
    }

    private static String group(String name, String... versions) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"versions\":[" + String.join(",", versions) + "]}";
    }

    private static String document(String... groups) {
        return "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[" + String.join(",", groups) + "]}";
    }

    private Discovery discover(String core, String others) {
        server.on("/api", json(core)).on("/apis", json(others));
        return new ApiCatalogue(client).discover();
    }

    @Test
    void a_type_is_known_by_all_its_names_and_ways() {
        Discovery discovery = discover(
                document(group(
                        "",
                        version(
                                "v1",
                                "Current",
                                resource(
                                        "services",
                                        "Service",
                                        "Namespaced",
                                        ALL,
                                        ",\"shortNames\":[\"svc\"],\"subresources\":[{\"subresource\":\"status\"}]"),
                                resource("namespaces", "Namespace", "Cluster", ALL, "")))),
                document());
        assertThat(discovery.types().types())
                .containsExactly(
                        new ResourceType("", "v1", "Service", "services", "service", List.of("svc"), true, true),
                        new ResourceType("", "v1", "Namespace", "namespaces", "namespace", List.of(), false, false));
        assertThat(discovery.broken()).isEmpty();
    }

    @Test
    void what_cannot_be_listed_or_made_again_is_no_state() {
        Discovery discovery = discover(
                document(group(
                        "",
                        version(
                                "v1",
                                "Current",
                                resource("bindings", "Binding", "Namespaced", "[\"create\"]", ""),
                                resource("componentstatuses", "ComponentStatus", "Cluster", "[\"get\",\"list\"]", ""),
                                resource(
                                        "selfsubjectreviews",
                                        "SelfSubjectReview",
                                        "Cluster",
                                        "[\"create\",\"list\"]",
                                        ""),
                                resource(
                                        "patchables",
                                        "Patchable",
                                        "Cluster",
                                        "[\"create\",\"get\",\"list\",\"patch\"]",
                                        "")))),
                document());
        assertThat(discovery.types().types()).extracting(ResourceType::resource).containsExactly("patchables");
    }

    @Test
    void a_type_is_read_in_the_first_version_that_serves_it() {
        Discovery discovery = discover(
                document(),
                document(group(
                        "certificates.k8s.io",
                        version("v1", "Current", resource("requests", "Request", "Cluster", ALL, "")),
                        version(
                                "v1alpha1",
                                "Current",
                                resource("requests", "Request", "Cluster", ALL, ""),
                                resource("bundles", "Bundle", "Cluster", ALL, "")))));
        assertThat(discovery.types().types())
                .extracting(t -> t.resource() + " " + t.apiVersion())
                .containsExactly("requests certificates.k8s.io/v1", "bundles certificates.k8s.io/v1alpha1");
        assertThat(discovery.versions())
                .containsOnly(
                        Map.entry("requests.certificates.k8s.io", List.of("v1", "v1alpha1")),
                        Map.entry("bundles.certificates.k8s.io", List.of("v1alpha1")));
    }

    @Test
    void a_group_whose_server_is_down_is_broken_and_not_absent() {
        Discovery discovery = discover(
                document(),
                document(
                        group(
                                "apps",
                                version("v1", "Current", resource("deployments", "Deployment", "Namespaced", ALL, ""))),
                        group("metrics.k8s.io", version("v1beta1", "Stale"))));
        assertThat(discovery.broken()).containsOnlyKeys("metrics.k8s.io");
        assertThat(discovery.broken().get("metrics.k8s.io")).contains("metrics.k8s.io/v1beta1");
        assertThat(discovery.types().types()).hasSize(1);
    }

    @Test
    void aggregated_discovery_is_what_is_asked_for() {
        discover(document(), document());
        assertThat(server.requests()).allSatisfy(r -> assertThat(r.accept())
                .contains("g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"));
    }

    @Test
    void a_server_without_it_is_refused_and_not_taken_for_an_empty_one() {
        server.on("/api", status(406, "{}"));
        assertThatThrownBy(() -> new ApiCatalogue(client).discover())
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.code()).isEqualTo(406));
        server.on("/api", json("{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}"));
        assertThatThrownBy(() -> new ApiCatalogue(client).discover())
                .isInstanceOfSatisfying(
                        ApiError.class, error -> assertThat(error.code()).isEqualTo(406));
    }
}
