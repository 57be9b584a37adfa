package dev.tidemark.snapshots.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.layout.TypesFile;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {

    private static final ResourceType SERVICES =
            new ResourceType("", "v1", "Service", "services", "service", List.of("svc"), true, true);
    private static final String WEB = "namespaces/shop/core/services/web.yaml";
    private static final String TIME = "2026-11-20T09:00:00Z";

    @TempDir
    Path folder;

    private SampleHistory sample;
    private History history;

    @BeforeEach
    void create() {
        sample = new SampleHistory(folder.resolve("repo"));
        history = new History(sample.repository(), "default", Clock.systemUTC());
    }

    @AfterEach
    void close() {
        sample.close();
    }

    private static String service(String name, int targetPort) {
        return "apiVersion: v1\nkind: Service\nmetadata:\n  name: " + name + "\n  namespace: shop\n  labels:\n    app: "
                + name + "\nspec:\n  ports:\n  - port: 80\n    targetPort: " + targetPort
                + "\n";
    }

    private static String sealedSecret(String ciphertext) {
        return "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: db\n  namespace: shop\n"
                + "  annotations:\n    tidemark.dev/fingerprints: \"{}\"\nspec:\n  encryptedData:\n    password: "
                + ciphertext + "\n  template:\n    metadata:\n      labels:\n        app: db\n";
    }

    private Snapshot commit(Map<String, String> files) {
        return history.open(sample.commit("default", "change\n", TIME, files));
    }

    private static String types() {
        return new String(TypesFile.write(new TypeTable(List.of(SERVICES))), StandardCharsets.UTF_8);
    }

    @Test
    void every_manifest_is_visited_once_and_other_files_are_not() {
        Snapshot snapshot = commit(Map.of(
                WEB,
                service("web", 80),
                "namespaces/shop/core/services/api.yaml",
                service("api", 80),
                "namespaces/shop/README.md",
                "not a manifest",
                "README.md",
                "neither",
                ".tidemark/types.yaml",
                types()));
        List<String> visited = new ArrayList<>();
        snapshot.forEachManifest((path, manifest) -> visited.add(path + " " + manifest.id()));
        assertThat(visited)
                .containsExactly(
                        "namespaces/shop/core/services/api.yaml service/api in shop", WEB + " service/web in shop");
        assertThat(snapshot.manifest(SERVICES.id("shop", "web"))).isPresent();
        assertThat(snapshot.manifest(SERVICES.id("shop", "gone"))).isEmpty();
    }

    @Test
    void two_files_that_are_one_object_are_refused_and_both_are_named() {
        Snapshot snapshot =
                commit(Map.of(WEB, service("web", 80), "namespaces/shop/core/services/copy.yaml", service("web", 81)));
        assertThatThrownBy(() -> snapshot.forEachManifest((path, manifest) -> {}))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.reason()).isEqualTo("duplicate-identity");
                    assertThat(failure.why()).contains(WEB, "services/copy.yaml", "service/web in shop");
                });
    }

    @Test
    void a_file_of_another_identity_is_not_the_object_of_its_path() {
        Snapshot snapshot = commit(Map.of(WEB, service("other", 80)));
        assertThat(snapshot.manifest(SERVICES.id("shop", "web"))).isEmpty();
    }

    @Test
    void a_first_commit_without_the_files_of_an_export_still_opens() {
        Snapshot snapshot = commit(Map.of(".gitattributes", "* -text\n"));
        assertThat(snapshot.types().types()).isEmpty();
        assertThat(snapshot.coverage().entries()).isEmpty();
        assertThat(snapshot.owners()).isEmpty();
        assertThat(snapshot.cluster()).isEmpty();
        assertThat(snapshot.trailers().snapshot()).isFalse();
    }

    @Test
    void a_damaged_file_of_the_tree_is_named() {
        Snapshot snapshot = history.open(sample.commit(
                "default",
                "change\n\nTidemark-Status: Complete\n",
                TIME,
                Map.of(SnapshotLayout.COVERAGE, "coverage: [\n")));
        assertThatThrownBy(snapshot::coverage)
                .isInstanceOf(Failure.class)
                .hasMessageContaining(SnapshotLayout.COVERAGE);
    }

    @Test
    void a_commit_tells_what_it_added_changed_and_removed() {
        commit(Map.of(WEB, service("web", 80), "namespaces/shop/core/services/old.yaml", service("old", 80)));
        Commit second = commit(Map.of(
                        WEB,
                        service("web", 81),
                        "namespaces/shop/core/services/old.yaml",
                        "",
                        "namespaces/shop/core/services/api.yaml",
                        service("api", 80),
                        "README.md",
                        "not a manifest",
                        ".tidemark/types.yaml",
                        types()))
                .commit();
        List<Change> changes = new CommitChanges(sample.repository()).of(second, (id, labels) -> true);
        assertThat(changes)
                .extracting(c -> c.kind().word() + " " + c.id().name())
                .containsExactly("added api", "removed old", "modified web");
        assertThat(changes.getLast().fields())
                .extracting(FieldChange::label)
                .containsExactly(".spec.ports[80].targetPort");
        assertThat(new CommitChanges(sample.repository())
                        .of(second, (id, labels) -> labels.path("app").asText().equals("api")))
                .extracting(c -> c.id().name())
                .containsExactly("api");
    }

    @Test
    void the_first_commit_added_everything_it_has() {
        Commit first = commit(Map.of(WEB, service("web", 80))).commit();
        assertThat(new CommitChanges(sample.repository()).of(first, (id, labels) -> true))
                .containsExactly(Change.added(SERVICES.id("shop", "web")));
    }

    @Test
    void a_sealed_secret_changes_as_the_secret_it_stands_for_and_shows_no_ciphertext() {
        String path = SnapshotLayout.path(SecretDocuments.secret("shop", "db"));
        commit(Map.of(path, sealedSecret("AgBoldold")));
        Commit second = commit(Map.of(path, sealedSecret("AgBnewnew"))).commit();
        List<Change> changes = new CommitChanges(sample.repository())
                .of(second, (id, labels) -> labels.path("app").asText().equals("db"));
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.id()).isEqualTo(SecretDocuments.secret("shop", "db"));
            assertThat(change.fields()).singleElement().satisfies(field -> {
                assertThat(field.path()).isEqualTo("/data/password");
                assertThat(field.to().orElseThrow().asText()).isEqualTo(FieldChange.SEALED);
            });
        });
    }

    private static String sealedWeb() {
        return """
                apiVersion: tidemark.dev/v1
                kind: SealedManifest
                metadata:
                  name: web
                  namespace: shop
                  annotations:
                    tidemark.dev/fingerprints: "{}"
                spec:
                  encryptedData:
                    services: AgAx
                  object:
                    apiVersion: v1
                    kind: Service
                """;
    }

    @Test
    void an_object_that_is_sealed_whole_is_found_where_it_would_stand_in_plain_text() {
        Snapshot snapshot = commit(Map.of(SnapshotLayout.TYPES, types(), "sealed/" + WEB, sealedWeb()));
        assertThat(snapshot.manifest(SERVICES.id("shop", "web"))).isPresent();
        assertThat(snapshot.index().get(WEB)).isPresent();
        assertThat(snapshot.sealed(WEB)).isTrue();
        List<String> paths = new ArrayList<>();
        snapshot.forEachManifest((path, manifest) -> paths.add(path));
        assertThat(paths).containsExactly(WEB);
    }

    @Test
    void an_object_that_stands_sealed_and_in_plain_text_is_refused() {
        Snapshot snapshot = commit(Map.of(WEB, service("web", 80), "sealed/" + WEB, sealedWeb()));
        assertThatThrownBy(() -> snapshot.forEachManifest((path, manifest) -> {}))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.reason()).isEqualTo("duplicate-identity"));
        assertThatThrownBy(() -> snapshot.forEachManifest(WEB::equals, (path, manifest) -> {}, (path, damage) -> {}))
                .hasMessageContaining("sealed/" + WEB);
    }

    @Test
    void an_object_that_is_sealed_from_now_on_has_changed_and_neither_come_nor_gone() {
        Commit plain = commit(Map.of(WEB, service("web", 80))).commit();
        Commit sealed = commit(Map.of(WEB, "", "sealed/" + WEB, sealedWeb())).commit();
        CommitChanges changes = new CommitChanges(sample.repository());
        assertThat(changes.between(Optional.of(plain), sealed, (id, labels) -> true))
                .singleElement()
                .satisfies(change -> assertThat(change.kind()).isEqualTo(Change.Kind.MODIFIED));
        assertThat(changes.between(Optional.of(sealed), sealed, (id, labels) -> true))
                .isEmpty();
    }
}
