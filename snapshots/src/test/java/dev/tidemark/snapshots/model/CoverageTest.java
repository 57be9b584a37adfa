package dev.tidemark.snapshots.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.snapshots.model.Coverage.Entry;
import dev.tidemark.snapshots.model.Coverage.State;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CoverageTest {

    private static final ResourceId WEB = new ResourceId("apps", "Deployment", "deployments", "shop", "web");
    private static final ResourceId ROLE =
            new ResourceId("rbac.authorization.k8s.io", "ClusterRole", "clusterroles", "", "web");

    private static Coverage of(String group, String resource, String scope, State state) {
        return new Coverage(List.of(new Entry(group, resource, scope, state, 1, "")));
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void only_a_complete_list_proves_that_something_was_not_there(State state) {
        assertThat(of("apps", "deployments", "*", state).proves(WEB)).isEqualTo(state == State.COMPLETE);
    }

    @Test
    void a_list_proves_nothing_about_another_type_or_place() {
        assertThat(of("apps", "deployments", "shop", State.COMPLETE).proves(WEB))
                .isTrue();
        assertThat(of("apps", "deployments", "prod", State.COMPLETE).proves(WEB))
                .isFalse();
        assertThat(of("apps", "deployments", Coverage.CLUSTER, State.COMPLETE).proves(WEB))
                .isFalse();
        assertThat(of("apps", "statefulsets", "*", State.COMPLETE).proves(WEB)).isFalse();
        assertThat(of("extensions", "deployments", "*", State.COMPLETE).proves(WEB))
                .isFalse();
        assertThat(of("rbac.authorization.k8s.io", "clusterroles", Coverage.CLUSTER, State.COMPLETE)
                        .proves(ROLE))
                .isTrue();
        assertThat(of("rbac.authorization.k8s.io", "clusterroles", "*", State.COMPLETE)
                        .proves(ROLE))
                .isFalse();
    }

    @Test
    void what_was_left_out_on_purpose_makes_nothing_partial_and_what_failed_does() {
        assertThat(of("", "events", "*", State.EXCLUDED).complete()).isTrue();
        for (State state : List.of(State.PARTIAL, State.DENIED, State.UNAVAILABLE)) {
            assertThat(of("", "secrets", "*", state).complete()).isFalse();
            assertThat(of("", "secrets", "*", state).gaps()).hasSize(1);
        }
    }

    @Test
    void the_order_of_a_run_leaves_no_trace() {
        Entry a = new Entry("", "configmaps", "*", State.COMPLETE, 1, "");
        Entry b = new Entry("apps", "deployments", "*", State.COMPLETE, 1, "");
        assertThat(new Coverage(List.of(b, a))).isEqualTo(new Coverage(List.of(a, b)));
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void a_state_is_found_again_by_its_word(State state) {
        assertThat(State.ofWord(state.word())).contains(state);
        assertThat(State.ofWord(state.name())).isEmpty();
    }
}
