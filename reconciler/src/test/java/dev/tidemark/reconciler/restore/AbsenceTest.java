package dev.tidemark.reconciler.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.policies.normalise.ClusterFacts;
import dev.tidemark.policies.secrecy.KnownSecrets;
import dev.tidemark.policies.select.Selection;
import dev.tidemark.reconciler.capture.Exported;
import dev.tidemark.reconciler.cluster.ClusterIdentity;
import dev.tidemark.reconciler.cluster.Cut;
import dev.tidemark.reconciler.cluster.Discovery;
import dev.tidemark.reconciler.cluster.Listing;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Only a complete list proves that an object is not there. */
class AbsenceTest {

    private static final ResourceType CONFIG_MAPS =
            new ResourceType("", "v1", "ConfigMap", "configmaps", "configmap", List.of("cm"), true, false);
    private static final ResourceId APP = CONFIG_MAPS.id("shop", "app");

    private static Absence absence(Coverage.State state, String namespace, Selection selection, ResourceId... skipped) {
        TreeMap<String, Exported.Entry> objects = new TreeMap<>();
        ResourceId there = CONFIG_MAPS.id("shop", "there");
        objects.put(
                SnapshotLayout.path(there),
                new Exported.Entry(there, BlobId.of(new byte[0]), SnapshotLayout.path(there)));
        Cut.Outcome listed = new Cut.Outcome(new Listing(CONFIG_MAPS, namespace), state, "");
        return new Absence(
                new Exported(
                        new ClusterIdentity("uid", "v1.36.3", "shop"),
                        new Discovery(new TypeTable(List.of(CONFIG_MAPS)), Map.of(), Map.of()),
                        new Cut("7", true, List.of(listed)),
                        objects,
                        new TreeMap<>(),
                        ClusterFacts.none(),
                        List.of(),
                        List.of(skipped).stream()
                                .map(id -> new Exported.Skip(id, "dying", ""))
                                .toList(),
                        List.of(),
                        List.of(),
                        List.of(),
                        new KnownSecrets(),
                        new Exported.Sealing(0, 0, 0)),
                selection);
    }

    @Test
    void what_a_complete_list_did_not_have_is_not_there() {
        assertThat(absence(Coverage.State.COMPLETE, "", Selection.everything()).certain(APP))
                .isTrue();
        assertThat(absence(Coverage.State.COMPLETE, "shop", Selection.everything())
                        .certain(APP))
                .isTrue();
    }

    @Test
    void what_was_seen_or_left_out_by_a_rule_is_there() {
        assertThat(absence(Coverage.State.COMPLETE, "", Selection.everything())
                        .certain(CONFIG_MAPS.id("shop", "there")))
                .isFalse();
        assertThat(absence(Coverage.State.COMPLETE, "", Selection.everything(), APP)
                        .certain(APP))
                .isFalse();
    }

    @Test
    void a_list_that_was_denied_cut_short_or_of_another_namespace_proves_nothing() {
        for (Coverage.State state :
                List.of(Coverage.State.DENIED, Coverage.State.PARTIAL, Coverage.State.UNAVAILABLE)) {
            assertThat(absence(state, "", Selection.everything()).certain(APP)).isFalse();
        }
        assertThat(absence(Coverage.State.COMPLETE, "bank", Selection.everything())
                        .certain(APP))
                .isFalse();
    }

    @Test
    void an_object_that_lost_its_label_is_there_although_a_selection_by_labels_does_not_show_it() {
        Selection labelled = new Selection(List.of(), List.of(), List.of(), "app=shop", false, List.of());
        assertThat(absence(Coverage.State.COMPLETE, "", labelled).certain(APP)).isFalse();
    }
}
