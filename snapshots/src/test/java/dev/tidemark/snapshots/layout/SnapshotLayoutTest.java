package dev.tidemark.snapshots.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.OwnerReference;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SnapshotLayoutTest {

    private static final ResourceType SERVICES =
            new ResourceType("", "v1", "Service", "services", "service", List.of("svc"), true, true);
    private static final ManifestReader READER = new ManifestReader(new TypeTable(List.of(SERVICES)));

    @Test
    void an_object_stands_where_the_contract_says() {
        assertThat(SnapshotLayout.path(SERVICES.id("shop", "web"))).isEqualTo("namespaces/shop/core/services/web.yaml");
        assertThat(SnapshotLayout.path(
                        new ResourceId("rbac.authorization.k8s.io", "ClusterRole", "clusterroles", "", "System:x")))
                .isEqualTo("cluster/rbac.authorization.k8s.io/clusterroles/%53ystem%3Ax.yaml");
    }

    @Test
    void a_name_of_253_characters_fits_a_file_name() {
        String path = SnapshotLayout.path(SERVICES.id("shop", "A".repeat(253)));
        assertThat(path.substring(path.lastIndexOf('/') + 1))
                .hasSizeLessThanOrEqualTo(205)
                .endsWith(".yaml");
    }

    @Property(tries = 2000)
    void two_names_never_share_a_path_not_even_on_a_case_insensitive_disk(
            @ForAll @StringLength(min = 1, max = 90) String left,
            @ForAll @StringLength(min = 1, max = 90) String right) {
        Assume.that(!left.equals(right) && !left.contains("/") && wellFormed(left) && wellFormed(right));
        assertThat(path(left).toLowerCase(Locale.ROOT)).isNotEqualTo(path(right).toLowerCase(Locale.ROOT));
    }

    private static String path(String name) {
        return SnapshotLayout.path(SERVICES.id("shop", name));
    }

    private static boolean wellFormed(String text) {
        return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }

    @Test
    void identity_comes_from_the_content_not_from_the_path() {
        ResourceId id = READER.read(
                        "namespaces/other/core/services/moved.yaml",
                        bytes("apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: shop\n"))
                .id();
        assertThat(id).isEqualTo(SERVICES.id("shop", "web"));
    }

    @Test
    void a_sealed_secret_of_ours_is_the_secret_that_it_stands_for() {
        String document = """
                apiVersion: bitnami.com/v1alpha1
                kind: SealedSecret
                metadata:
                  name: db
                  namespace: shop
                  annotations:
                    tidemark.dev/fingerprints: "{}"
                """;
        assertThat(READER.read("namespaces/shop/core/secrets/db.yaml", bytes(document))
                        .id())
                .isEqualTo(SecretDocuments.secret("shop", "db"));
    }

    @Test
    void a_file_that_is_no_object_is_refused_by_its_path() {
        assertThatThrownBy(() -> READER.read("namespaces/shop/core/services/web.yaml", bytes("kind: Service\n")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("services/web.yaml")
                .hasMessageContaining("apiVersion is missing");
    }

    @Test
    void the_files_of_a_snapshot_come_back_as_they_were_written() {
        Coverage coverage = new Coverage(List.of(
                new Coverage.Entry("", "services", "*", Coverage.State.COMPLETE, 3, ""),
                new Coverage.Entry("metrics.k8s.io", "pods", "shop", Coverage.State.DENIED, 0, "403")));
        assertThat(CoverageFile.read(CoverageFile.write(coverage))).isEqualTo(coverage);
        assertThat(TypesFile.read(TypesFile.write(new TypeTable(List.of(SERVICES))))
                        .types())
                .containsExactly(SERVICES);
        var owners = new TreeMap<>(java.util.Map.of("a", List.of(new OwnerReference("v1", "Node", "n", false, true))));
        assertThat(OwnersFile.read(OwnersFile.write(owners))).isEqualTo(owners);
        ClusterFile cluster = new ClusterFile("uid", "v1.36.3", 2);
        assertThat(ClusterFile.parse(cluster.toYaml())).isEqualTo(cluster);
        assertThat(RepositoryFile.parse(new RepositoryFile("ab12").toYaml())).isEqualTo(new RepositoryFile("ab12"));
    }

    @Test
    void a_state_of_a_later_version_is_no_evidence() {
        Coverage coverage = CoverageFile.read(bytes(
                "coverage:\n- group: \"\"\n  resource: services\n  scope: \"*\"\n  state: glimpsed\n  count: 3\n"));
        assertThat(coverage.entries())
                .containsExactly(new Coverage.Entry("", "services", "*", Coverage.State.UNAVAILABLE, 3, ""));
    }

    @Test
    void the_files_of_a_snapshot_do_not_tell_in_what_order_things_were_seen() {
        Coverage.Entry services = new Coverage.Entry("", "services", "*", Coverage.State.COMPLETE, 3, "");
        Coverage.Entry pods = new Coverage.Entry("", "pods", "*", Coverage.State.EXCLUDED, 0, "left out by rule");
        assertThat(CoverageFile.write(new Coverage(List.of(services, pods))))
                .isEqualTo(CoverageFile.write(new Coverage(List.of(pods, services))));
    }

    @Test
    void a_repository_file_without_a_format_is_none_of_ours() {
        assertThatThrownBy(() -> RepositoryFile.parse(bytes("repository: ab\n")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("format is missing");
        assertThatThrownBy(() -> RepositoryFile.parse(bytes("[")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(".tidemark/repository.yaml");
    }

    @Test
    void only_yaml_files_of_the_two_folders_are_manifests() {
        assertThat(SnapshotLayout.isManifest("cluster/core/namespaces/shop.yaml"))
                .isTrue();
        assertThat(SnapshotLayout.isManifest("namespaces/shop/core/services/web.yaml"))
                .isTrue();
        assertThat(SnapshotLayout.isManifest(".tidemark/types.yaml")).isFalse();
        assertThat(SnapshotLayout.isManifest("namespaces/shop/README.md")).isFalse();
        assertThat(SnapshotLayout.isManifest("clusters/core/namespaces/shop.yaml"))
                .isFalse();
    }

    @Test
    void a_group_that_is_really_called_core_does_not_meet_the_core_group() {
        assertThat(SnapshotLayout.path(new ResourceId("core", "Service", "services", "shop", "web")))
                .isNotEqualTo(SnapshotLayout.path(SERVICES.id("shop", "web")));
    }

    @Test
    void a_repository_of_a_later_format_is_refused() {
        assertThatThrownBy(() -> RepositoryFile.parse(bytes("format: 2\nrepository: ab\n")))
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.outcome()).isEqualTo(Failure.Outcome.USAGE))
                .hasMessageContaining("format is 2");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
