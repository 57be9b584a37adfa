package dev.tidemark.snapshots.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeTableTest {

    private static final ResourceType EVENTS = type("", "v1", "Event", "events", "event", "ev");
    private static final ResourceType DEPLOYMENTS =
            type("apps", "v1", "Deployment", "deployments", "deployment", "deploy");
    private static final ResourceType NEW_EVENTS = type("events.k8s.io", "v1", "Event", "events", "event", "ev");
    private static final TypeTable TABLE = new TypeTable(List.of(EVENTS, DEPLOYMENTS, NEW_EVENTS));

    private static ResourceType type(
            String group, String version, String kind, String resource, String singular, String shortName) {
        return new ResourceType(group, version, kind, resource, singular, List.of(shortName), true, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"deployments", "deployment", "deploy", "Deployment", "DEPLOY", "deploy.apps", "deployments.apps"
            })
    void a_type_is_found_by_every_name_that_kubectl_knows(String name) {
        assertThat(TABLE.find(name)).contains(DEPLOYMENTS);
    }

    @Test
    void of_two_groups_the_first_has_the_bare_name_and_each_its_full_one() {
        assertThat(TABLE.find("ev")).contains(EVENTS);
        assertThat(TABLE.find("events.events.k8s.io")).contains(NEW_EVENTS);
        assertThat(TABLE.ofKind("events.k8s.io", "Event")).contains(NEW_EVENTS);
    }

    @Test
    void an_unknown_name_or_group_is_nothing() {
        assertThat(TABLE.find("widgets")).isEmpty();
        assertThat(TABLE.find("deployments.extensions")).isEmpty();
        assertThat(TABLE.find("")).isEmpty();
        assertThat(TABLE.ofKind("", "Deployment")).isEmpty();
    }

    @Test
    void of_two_tables_the_first_decides_and_the_second_adds() {
        ResourceType older = type("apps", "v1beta1", "Deployment", "deployments", "deployment", "deploy");
        ResourceType widgets = type("example.com", "v1", "Widget", "widgets", "widget", "wd");
        TypeTable joined = TABLE.plus(new TypeTable(List.of(older, widgets)));
        assertThat(joined.find("deploy")).contains(DEPLOYMENTS);
        assertThat(joined.find("wd")).contains(widgets);
        assertThat(joined.types()).containsExactly(EVENTS, DEPLOYMENTS, NEW_EVENTS, widgets);
    }
}
