package dev.tidemark.policies.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.snapshots.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlastRadiusTest {

    private static List<ResourceId> objects(String kind, String namespace, int count) {
        List<ResourceId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(new ResourceId("", kind, kind.toLowerCase(java.util.Locale.ROOT) + "s", namespace, "x" + i));
        }
        return ids;
    }

    private static List<ResourceId> plus(List<ResourceId> left, List<ResourceId> right) {
        List<ResourceId> all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }

    @Test
    void more_than_fifty_deletions_stop_even_in_a_large_cluster() {
        List<ResourceId> live = objects("ConfigMap", "shop", 10_000);
        assertThat(BlastRadius.exceeded(live.subList(0, 50), live)).isEmpty();
        assertThat(BlastRadius.exceeded(live.subList(0, 51), live)).isPresent();
    }

    @Test
    void a_tenth_of_the_scope_stops_once_it_is_more_than_five() {
        List<ResourceId> few = objects("ConfigMap", "shop", 9);
        assertThat(BlastRadius.exceeded(few.subList(0, 5), few)).isEmpty();
        List<ResourceId> live = objects("ConfigMap", "shop", 60);
        assertThat(BlastRadius.exceeded(live.subList(0, 6), live)).isEmpty();
        assertThat(BlastRadius.exceeded(live.subList(0, 7), live)).isPresent();
    }

    @Test
    void a_type_of_ten_is_not_emptied_by_the_way() {
        List<ResourceId> secrets = objects("Secret", "shop", 10);
        List<ResourceId> live = plus(secrets, objects("ConfigMap", "shop", 1_000));
        assertThat(BlastRadius.exceeded(secrets, live))
                .hasValueSatisfying(why -> assertThat(why).contains("secrets"));
        assertThat(BlastRadius.exceeded(secrets.subList(0, 9), live)).isEmpty();
    }

    @Test
    void a_namespace_of_ten_is_not_emptied_by_the_way() {
        List<ResourceId> old = objects("ConfigMap", "old", 10);
        List<ResourceId> live = plus(old, objects("ConfigMap", "shop", 1_000));
        assertThat(BlastRadius.exceeded(old, live))
                .hasValueSatisfying(why -> assertThat(why).contains("old"));
    }

    @Test
    void nothing_to_delete_stops_nobody() {
        assertThat(BlastRadius.exceeded(List.of(), objects("ConfigMap", "shop", 20)))
                .isEmpty();
    }
}
