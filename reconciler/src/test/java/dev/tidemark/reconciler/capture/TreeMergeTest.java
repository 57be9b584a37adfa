package dev.tidemark.reconciler.capture;

import static dev.tidemark.reconciler.capture.ExportFixture.CONFIG_MAPS;
import static dev.tidemark.reconciler.capture.ExportFixture.CRDS;
import static dev.tidemark.reconciler.capture.ExportFixture.SECRETS;
import static dev.tidemark.reconciler.capture.ExportFixture.WIDGETS;
import static dev.tidemark.reconciler.capture.ExportFixture.export;
import static dev.tidemark.snapshots.model.Coverage.State.COMPLETE;
import static dev.tidemark.snapshots.model.Coverage.State.DENIED;
import static dev.tidemark.snapshots.model.Coverage.State.EXCLUDED;
import static dev.tidemark.snapshots.model.Coverage.State.PARTIAL;
import static dev.tidemark.snapshots.model.Coverage.State.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.policies.select.Selection;
import dev.tidemark.snapshots.history.Snapshot;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TreeMergeTest {

    private static final ResourceId APP = CONFIG_MAPS.id("shop", "app");
    private static final ResourceId OTHER = CONFIG_MAPS.id("shop", "other");
    private static final ResourceId ELSEWHERE = CONFIG_MAPS.id("prod", "app");
    private static final ResourceId DB = SECRETS.id("shop", "db");
    private static final ResourceId DEFINITION = CRDS.id("", "widgets.example.com");
    private static final ResourceId WIDGET = WIDGETS.id("shop", "w");
    private static final Selection IN_SHOP = new Selection(List.of(), List.of("shop"), List.of(), "", false, List.of());

    @TempDir
    Path folder;

    private ExportFixture history;

    @BeforeEach
    void create() {
        history = new ExportFixture(folder);
    }

    @AfterEach
    void close() {
        history.close();
    }

    private static List<ResourceId> removed(NextTree tree) {
        return tree.removed().stream().map(NextTree.Removed::id).toList();
    }

    private static boolean has(NextTree tree, ResourceId id) {
        return tree.manifests().containsKey(SnapshotLayout.path(id));
    }

    private static Coverage.Entry entry(NextTree tree, ResourceType type) {
        return tree.coverage().entries().stream()
                .filter(e -> e.group().equals(type.group()) && e.resource().equals(type.resource()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_was_seen_and_left_out_would_look_as_if_it_had_not_been_there() {
        NextTree tree = export().listedAll().saw(APP).couldNotSeal(DB).first();
        assertThat(entry(tree, SECRETS).state()).isEqualTo(Coverage.State.PARTIAL);
        assertThat(tree.coverage().proves(SECRETS.id("shop", "db"))).isFalse();
        assertThat(entry(tree, CONFIG_MAPS).state()).isEqualTo(Coverage.State.COMPLETE);
        Snapshot base = history.snapshot(export(), APP);
        NextTree narrow = export().listed(SECRETS, "shop", Coverage.State.COMPLETE)
                .couldNotSeal(DB)
                .onto(base, IN_SHOP);
        assertThat(narrow.coverage().proves(DB)).isFalse();
    }

    @Test
    void an_object_that_is_sealed_from_now_on_leaves_its_file_and_is_not_gone() {
        Snapshot base = history.snapshot(export(), APP, OTHER);
        NextTree tree = export().listedAll().saw(OTHER).sawSealed(APP).onto(base);
        assertThat(removed(tree)).isEmpty();
        assertThat(tree.leaving()).containsExactly(SnapshotLayout.path(APP));
        assertThat(entry(tree, CONFIG_MAPS).count()).isEqualTo(2);
    }

    @Test
    void a_file_goes_when_its_type_listed_completely_and_did_not_show_it() {
        Snapshot base = history.snapshot(export(), APP, OTHER);
        NextTree tree = export().listedAll().saw(APP).onto(base);
        assertThat(removed(tree)).containsExactly(OTHER);
        assertThat(has(tree, APP)).isTrue();
        assertThat(has(tree, OTHER)).isFalse();
        assertThat(entry(tree, CONFIG_MAPS).count()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Coverage.State.class,
            names = {"DENIED", "UNAVAILABLE", "PARTIAL"})
    void what_is_not_known_keeps_its_old_file_and_is_counted(Coverage.State state) {
        Snapshot base = history.snapshot(export(), APP, OTHER);
        NextTree tree = export().listedAll().listed(CONFIG_MAPS, "", state).onto(base);
        assertThat(tree.removed()).isEmpty();
        assertThat(has(tree, APP) && has(tree, OTHER)).isTrue();
        assertThat(entry(tree, CONFIG_MAPS).state()).isEqualTo(state);
        assertThat(entry(tree, CONFIG_MAPS).count()).isEqualTo(2);
        assertThat(tree.coverage().complete()).isFalse();
    }

    @Test
    void a_partial_list_still_brings_what_it_showed() {
        Snapshot base = history.snapshot(export(), APP);
        NextTree tree =
                export().listedAll().listed(CONFIG_MAPS, "", PARTIAL).saw(OTHER).onto(base);
        assertThat(has(tree, APP) && has(tree, OTHER)).isTrue();
    }

    @Test
    void one_type_s_list_proves_nothing_about_another() {
        Snapshot base = history.snapshot(export(), APP, DB);
        NextTree tree = export().listedAll().listed(SECRETS, "", DENIED).onto(base);
        assertThat(removed(tree)).containsExactly(APP);
        assertThat(has(tree, DB)).isTrue();
    }

    @Test
    void a_list_of_one_namespace_proves_nothing_about_the_others() {
        Snapshot base = history.snapshot(export(), APP, ELSEWHERE);
        NextTree tree = export().listed(CONFIG_MAPS, "shop", COMPLETE)
                .listed(CONFIG_MAPS, "prod", DENIED)
                .onto(base);
        assertThat(removed(tree)).containsExactly(APP);
        assertThat(has(tree, ELSEWHERE)).isTrue();
        assertThat(tree.coverage().entries())
                .filteredOn(e -> e.resource().equals("configmaps"))
                .extracting(e -> e.scope() + " " + e.state() + " " + e.count())
                .containsExactly("prod DENIED 1", "shop COMPLETE 0");
    }

    @Test
    void a_secret_that_could_not_be_sealed_keeps_its_old_document() {
        Snapshot base = history.snapshot(export(), DB);
        NextTree tree = export().listedAll().couldNotSeal(DB).onto(base);
        assertThat(tree.removed()).isEmpty();
        assertThat(has(tree, DB)).isTrue();
    }

    @Test
    void a_removed_definition_takes_its_objects_with_it() {
        Snapshot base = history.snapshot(export(WIDGETS), DEFINITION, WIDGET);
        NextTree tree = export().listedAll().onto(base);
        assertThat(removed(tree)).containsExactlyInAnyOrder(DEFINITION, WIDGET);
        assertThat(tree.types().find("widgets")).isEmpty();
        assertThat(tree.coverage().entries()).noneMatch(e -> e.resource().equals("widgets"));
        assertThat(tree.coverage().complete()).isTrue();
    }

    @Test
    void a_type_that_is_not_served_although_its_definition_is_there_is_unknown() {
        Snapshot base = history.snapshot(export(WIDGETS), DEFINITION, WIDGET);
        NextTree tree = export().listedAll().saw(DEFINITION).onto(base);
        assertThat(has(tree, WIDGET)).isTrue();
        assertThat(entry(tree, WIDGETS).state()).isEqualTo(UNAVAILABLE);
        assertThat(entry(tree, WIDGETS).count()).isEqualTo(1);
        assertThat(tree.types().find("widgets")).contains(WIDGETS);
    }

    @Test
    void a_type_is_not_gone_when_the_definitions_could_not_be_listed() {
        Snapshot base = history.snapshot(export(WIDGETS), DEFINITION, WIDGET);
        NextTree tree = export().listedAll().listed(CRDS, "", DENIED).onto(base);
        assertThat(has(tree, WIDGET) && has(tree, DEFINITION)).isTrue();
        assertThat(entry(tree, WIDGETS).state()).isEqualTo(UNAVAILABLE);
    }

    @Test
    void a_type_that_never_had_a_definition_is_unknown_when_it_is_not_served() {
        Snapshot base = history.snapshot(export(WIDGETS), WIDGET);
        NextTree tree = export().listedAll().onto(base);
        assertThat(has(tree, WIDGET)).isTrue();
        assertThat(entry(tree, WIDGETS).state()).isEqualTo(UNAVAILABLE);
    }

    @Test
    void a_type_that_is_not_served_any_more_and_of_which_nothing_is_kept_does_not_make_it_partial() {
        Snapshot base = history.snapshot(export(WIDGETS), APP);
        NextTree tree = export().listedAll().saw(APP).onto(base);
        assertThat(tree.coverage().complete()).isTrue();
        assertThat(tree.types().find("widgets")).isEmpty();
    }

    @Test
    void a_group_that_does_not_answer_makes_a_snapshot_partial_even_when_nothing_of_it_was_known() {
        NextTree tree = export().listedAll().brokenGroup("metrics.k8s.io").first();
        assertThat(tree.coverage().gaps())
                .extracting(e -> e.group() + "/" + e.resource() + " " + e.state())
                .containsExactly("metrics.k8s.io/* UNAVAILABLE");
    }

    @Test
    void what_is_left_out_on_purpose_does_not_make_it_partial() {
        NextTree tree = export().leftOut(SECRETS)
                .listed(CONFIG_MAPS, "", COMPLETE)
                .saw(APP)
                .first();
        assertThat(entry(tree, SECRETS).state()).isEqualTo(EXCLUDED);
        assertThat(tree.coverage().complete()).isTrue();
    }

    @Test
    void owners_follow_their_objects() {
        Snapshot base = history.snapshot(export().owned(APP, "n1").owned(OTHER, "n1"), APP, OTHER);
        assertThat(base.owners()).containsOnlyKeys(SnapshotLayout.path(APP), SnapshotLayout.path(OTHER));
        assertThat(export().listedAll()
                        .listed(CONFIG_MAPS, "", DENIED)
                        .onto(base)
                        .owners())
                .isEqualTo(base.owners());
        assertThat(export().listedAll().saw(APP).onto(base).owners()).isEmpty();
    }

    @Test
    void a_narrow_selection_refreshes_its_part_and_leaves_the_rest() {
        Snapshot base = history.snapshot(export(), APP, ELSEWHERE, DB);
        NextTree tree = export().listed(CONFIG_MAPS, "shop", COMPLETE)
                .listed(SECRETS, "shop", COMPLETE)
                .saw(OTHER)
                .onto(base, IN_SHOP);
        assertThat(removed(tree)).containsExactlyInAnyOrder(APP, DB);
        assertThat(has(tree, ELSEWHERE) && has(tree, OTHER)).isTrue();
        assertThat(entry(tree, CONFIG_MAPS)).isEqualTo(new Coverage.Entry("", "configmaps", "*", COMPLETE, 2, ""));
    }

    @Test
    void a_selection_by_label_never_removes_what_it_would_not_have_shown() {
        Snapshot base = history.snapshot(export(), APP, OTHER);
        Selection labelled = new Selection(List.of(), List.of(), List.of(), "app=app", false, List.of());
        NextTree tree = export().listed(CONFIG_MAPS, "", COMPLETE).onto(base, labelled);
        assertThat(removed(tree)).containsExactly(APP);
        assertThat(has(tree, OTHER)).isTrue();
    }

    @Test
    void a_narrow_selection_does_not_forget_what_was_known_of_the_rest() {
        Snapshot base = history.snapshot(export(), APP, DB);
        NextTree tree = export().listed(CONFIG_MAPS, "shop", COMPLETE).saw(APP).onto(base, IN_SHOP);
        assertThat(tree.coverage()).isEqualTo(base.coverage());
    }

    @Test
    void the_same_cluster_makes_the_same_files() {
        Snapshot base = history.snapshot(export(), APP, DB);
        NextTree tree = export().listedAll().saw(DB, APP).onto(base);
        tree.files().forEach((path, bytes) -> assertThat(base.file(path)).contains(bytes));
        assertThat(tree.manifests())
                .hasSize(2)
                .containsEntry(
                        SnapshotLayout.path(APP),
                        base.index().get(SnapshotLayout.path(APP)).orElseThrow());
    }
}
