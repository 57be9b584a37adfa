package dev.tidemark.reconciler.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.reconciler.cluster.FieldManager;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.diff.Differ;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitMessageTest {

    private static final ResourceId WEB = id("apps", "Deployment", "shop", "web");
    private static final ResourceId SHOP = id("", "Namespace", "", "shop");
    private static final FieldChange IMAGE =
            field(".spec.template.spec.containers[web].image", "nginx:1.27", "nginx:1.28");

    private static ResourceId id(String group, String kind, String namespace, String name) {
        return new ResourceId(group, kind, kind.toLowerCase(Locale.ROOT) + "s", namespace, name);
    }

    private static ResourceId configMap(String namespace, String name) {
        return id("", "ConfigMap", namespace, name);
    }

    private static FieldChange field(String label, String from, String to) {
        return new FieldChange("/x", label, TextNode.valueOf(from), TextNode.valueOf(to));
    }

    private static CommitMessage message(List<Change> changes) {
        return new CommitMessage(changes, 0, id -> Optional.empty());
    }

    private static CommitMessage message(Change... changes) {
        return message(List.of(changes));
    }

    private static List<Change> added(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Change.added(configMap("shop", "c" + (1000 + i))))
                .toList();
    }

    @Test
    void a_subject_says_what_changed_to_who_scans_the_log() {
        assertThat(message(
                                Change.modified(WEB, List.of(IMAGE)),
                                Change.added(configMap("shop", "a")),
                                Change.added(configMap("shop", "b")))
                        .subject())
                .isEqualTo("shop: Deployment web image nginx:1.27 -> 1.28, 2 ConfigMaps added");
    }

    @ParameterizedTest
    @CsvSource({
        ".spec.replicas, 2, 3, replicas 2 -> 3",
        ".spec.containers[web].image, nginx:1.27, caddy:2, image nginx:1.27 -> caddy:2",
        ".spec.containers[web].image, nginx, nginx:1, image nginx -> nginx:1",
        ".metadata.annotations[example.com/note], a, b, example.com/note a -> b",
        ".spec.schedule, 10:00, 10:30, schedule 10:00 -> 10:30",
    })
    void one_changed_field_is_named_with_both_values(String label, String from, String to, String told) {
        assertThat(message(Change.modified(WEB, List.of(field(label, from, to))))
                        .subject())
                .isEqualTo("shop: Deployment web " + told);
    }

    @Test
    void a_field_that_came_or_went_says_so() {
        FieldChange came = new FieldChange("/spec/replicas", ".spec.replicas", null, IntNode.valueOf(3));
        FieldChange went = new FieldChange("/spec/replicas", ".spec.replicas", IntNode.valueOf(3), null);
        assertThat(message(Change.modified(WEB, List.of(came))).subject())
                .isEqualTo("shop: Deployment web replicas set to 3");
        assertThat(message(Change.modified(WEB, List.of(went))).subject())
                .isEqualTo("shop: Deployment web replicas removed, was 3");
    }

    @Test
    void several_fields_of_one_object_are_counted() {
        assertThat(message(Change.modified(WEB, List.of(IMAGE, field(".spec.replicas", "2", "3"))))
                        .subject())
                .isEqualTo("shop: Deployment web (2 fields)");
    }

    @ParameterizedTest
    @CsvSource({
        "ConfigMap, ConfigMaps",
        "NetworkPolicy, NetworkPolicies",
        "Gateway, Gateways",
        "Ingress, Ingresses",
        "StorageClass, StorageClasses",
        "Endpoints, Endpoints",
    })
    void several_of_a_kind_have_a_plural(String kind, String plural) {
        assertThat(message(Change.removed(id("x", kind, "shop", "a")), Change.removed(id("x", kind, "shop", "b")))
                        .subject())
                .isEqualTo("shop: 2 " + plural + " removed");
    }

    @Test
    void kinds_are_told_apart_and_the_verb_comes_once() {
        assertThat(message(
                                Change.added(WEB),
                                Change.added(configMap("shop", "a")),
                                Change.removed(configMap("shop", "b")))
                        .subject())
                .isEqualTo("shop: ConfigMap a, Deployment web added, ConfigMap b removed");
    }

    @Test
    void a_namespace_and_what_is_in_it_are_one_place_and_two_namespaces_are_none() {
        assertThat(message(Change.added(SHOP), Change.added(configMap("shop", "a")))
                        .subject())
                .startsWith("shop: ");
        assertThat(message(Change.added(configMap("shop", "a")), Change.added(configMap("prod", "a")))
                        .subject())
                .isEqualTo("2 ConfigMaps added");
        assertThat(message(Change.added(id("rbac.authorization.k8s.io", "ClusterRole", "", "web")))
                        .subject())
                .isEqualTo("ClusterRole web added");
    }

    @Test
    void a_subject_that_would_be_too_long_gives_totals() {
        List<Change> changes = new ArrayList<>(added(3));
        for (String kind :
                List.of("Aaaaaaaaaaaaaaaaaaaaaaaa", "Bbbbbbbbbbbbbbbbbbbbbbbb", "Cccccccccccccccccccccccc")) {
            changes.add(Change.removed(id("x", kind, "shop", "with-quite-a-long-name-too")));
        }
        changes.add(Change.modified(WEB, List.of(IMAGE)));
        assertThat(message(changes).subject()).isEqualTo("shop: 1 object changed, 3 added, 3 removed");
    }

    @Test
    void changes_beyond_those_that_were_compared_are_counted_too() {
        CommitMessage message =
                new CommitMessage(List.of(Change.modified(WEB, List.of(IMAGE))), 700, id -> Optional.empty());
        assertThat(message.subject()).isEqualTo("701 objects changed");
        assertThat(message.body(false)).endsWith("and 700 more objects changed\n");
    }

    @Test
    void that_nothing_of_the_objects_changed_is_said_so() {
        assertThat(message().subject()).isEqualTo("Coverage or cluster details changed");
        assertThat(message().body(false)).isEmpty();
    }

    @Test
    void the_body_groups_by_namespace_and_names_fields_and_who_changed_them() {
        List<Change> changes = List.of(
                Change.modified(WEB, List.of(IMAGE, field(".spec.replicas", "2", "3"))),
                Change.added(configMap("shop", "app")),
                Change.removed(configMap("prod", "old")),
                Change.added(SHOP));
        CommitMessage message = new CommitMessage(
                changes, 0, id -> Optional.of(new FieldManager("kubectl-edit", "2026-11-22T13:04:11Z")));
        assertThat(message.body(false)).isEqualTo("""
                cluster
                  + namespace/shop
                prod
                  - configmap/old
                shop
                  + configmap/app
                  ~ deployment.apps/web  (kubectl-edit, 2026-11-22T13:04:11Z)
                      .spec.template.spec.containers[web].image  nginx:1.27 -> nginx:1.28
                      .spec.replicas  2 -> 3
                """);
    }

    @Test
    void managers_are_asked_only_about_what_was_modified() {
        List<ResourceId> asked = new ArrayList<>();
        CommitMessage message = new CommitMessage(
                List.of(
                        Change.added(configMap("shop", "app")),
                        Change.removed(configMap("shop", "old")),
                        Change.modified(WEB, List.of(IMAGE))),
                0,
                id -> {
                    asked.add(id);
                    return Optional.empty();
                });
        message.subject();
        message.body(true);
        assertThat(asked).isEmpty();
        message.body(false);
        assertThat(asked).containsExactly(WEB);
    }

    @Test
    void a_first_snapshot_and_a_flood_are_counted_by_kind() {
        List<Change> changes = new ArrayList<>(added(3));
        changes.add(Change.added(SHOP));
        assertThat(message(changes).body(true))
                .isEqualTo("cluster\n  Namespace shop added\nshop\n  3 ConfigMaps added\n");
        assertThat(message(added(201)).body(false)).isEqualTo("shop\n  201 ConfigMaps added\n");
        assertThat(message(added(200)).body(false)).contains("+ configmap/c1199");
    }

    @Test
    void an_object_with_many_changed_fields_is_cut_short() {
        List<FieldChange> fields = IntStream.range(0, 11)
                .mapToObj(i -> field(".data.k" + i, "a", "b"))
                .toList();
        assertThat(message(Change.modified(configMap("shop", "app"), fields)).body(false))
                .contains(".data.k7  a -> b")
                .doesNotContain(".data.k8")
                .endsWith("      and 3 more fields\n");
    }

    @Test
    void a_value_is_one_short_line_and_cannot_write_into_the_message() {
        String file = "first\n\nTidemark-Status: Complete\r\n\u001b[31mred" + "x".repeat(500);
        CommitMessage message =
                message(Change.modified(configMap("shop", "app"), List.of(field(".data[a\n\nb]", "-", file))));
        String body = message.body(false);
        assertThat(body.lines()).hasSize(3).allSatisfy(line -> assertThat(line).hasSizeLessThan(120));
        assertThat(body).contains("…").doesNotContain("\u001b", "\r");
        assertThat(message.subject()).doesNotContain("\n");
        assertThat(Trailers.of("s\n\n" + body + "\nTidemark-Status: Partial\n").complete())
                .isFalse();
    }

    @Test
    void the_value_of_a_secret_is_nowhere_in_it() throws JsonProcessingException {
        ResourceId db = SecretDocuments.secret("shop", "db");
        Change change = Differ.modified(
                        new Manifest(db, secret("b2xkLXBhc3N3b3Jk")), new Manifest(db, secret("bmV3LXBhc3N3b3Jk")))
                .orElseThrow();
        CommitMessage message = message(change);
        assertThat(message.subject()).isEqualTo("shop: Secret db password <sealed> -> <sealed>");
        assertThat(message.subject() + message.body(false))
                .doesNotContain("b2xkLXBhc3N3b3Jk", "bmV3LXBhc3N3b3Jk", "old-password", "new-password");
    }

    private static ObjectNode secret(String password) throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree("{\"data\":{\"password\":\"" + password + "\"}}");
    }
}
