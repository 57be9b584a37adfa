package dev.tidemark.policies.select;

import static dev.tidemark.policies.select.ExampleTypes.ALL;
import static dev.tidemark.policies.select.ExampleTypes.API;
import static dev.tidemark.policies.select.ExampleTypes.CLUSTER_ROLES;
import static dev.tidemark.policies.select.ExampleTypes.CONFIG;
import static dev.tidemark.policies.select.ExampleTypes.CONFIG_MAPS;
import static dev.tidemark.policies.select.ExampleTypes.DEPLOYMENTS;
import static dev.tidemark.policies.select.ExampleTypes.NAMESPACES;
import static dev.tidemark.policies.select.ExampleTypes.NEW_EVENT;
import static dev.tidemark.policies.select.ExampleTypes.PROD;
import static dev.tidemark.policies.select.ExampleTypes.ROLE;
import static dev.tidemark.policies.select.ExampleTypes.SHOP;
import static dev.tidemark.policies.select.ExampleTypes.TABLE;
import static dev.tidemark.policies.select.ExampleTypes.WEB;
import static dev.tidemark.policies.select.ExampleTypes.WEB_ELSEWHERE;
import static dev.tidemark.policies.select.Words.clusterScoped;
import static dev.tidemark.policies.select.Words.excludes;
import static dev.tidemark.policies.select.Words.inNamespaces;
import static dev.tidemark.policies.select.Words.kinds;
import static dev.tidemark.policies.select.Words.labelled;
import static dev.tidemark.policies.select.Words.namespaces;
import static dev.tidemark.policies.select.Words.objects;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectFilterTest {

    @Test
    void everything_leaves_something_out() {
        assertThat(passing(Selection.everything())).isEqualTo(ALL);
        assertThat(filter(Selection.everything()).namespaces()).isEmpty();
        assertThat(wanted(Selection.everything())).isEqualTo(TABLE.types());
    }

    @Test
    void a_namespace_is_more_or_less_than_its_objects_and_its_Namespace() {
        assertThat(passing(namespaces("shop"))).containsExactly(WEB, API, CONFIG, SHOP, NEW_EVENT);
        assertThat(wanted(namespaces("shop"))).contains(NAMESPACES, DEPLOYMENTS).doesNotContain(CLUSTER_ROLES);
        assertThat(filter(namespaces("shop", "prod")).namespaces()).containsExactly("shop", "prod");
    }

    @Test
    void cluster_scoped_lets_a_namespaced_object_through() {
        assertThat(passing(clusterScoped(Selection.everything()))).containsExactly(SHOP, PROD, ROLE);
        assertThat(wanted(clusterScoped(Selection.everything()))).containsExactly(NAMESPACES, CLUSTER_ROLES);
    }

    @Test
    void namespaces_and_cluster_scoped_intersect_instead_of_unite() {
        assertThat(passing(clusterScoped(namespaces("prod")))).containsExactly(WEB_ELSEWHERE, SHOP, PROD, ROLE);
    }

    @Test
    void a_kind_lets_another_type_through() {
        assertThat(passing(kinds("deploy"))).containsExactly(WEB, WEB_ELSEWHERE, API);
        assertThat(passing(inNamespaces(kinds("deploy", "cm"), "shop"))).containsExactly(WEB, API, CONFIG);
        assertThat(passing(inNamespaces(kinds("ns"), "shop"))).containsExactly(SHOP);
        assertThat(wanted(kinds("deploy"))).containsExactly(DEPLOYMENTS);
    }

    @Test
    void a_type_of_the_same_name_in_another_group_passes() {
        assertThat(passing(kinds("events"))).isEmpty();
        assertThat(passing(kinds("events.events.k8s.io"))).containsExactly(NEW_EVENT);
    }

    @Test
    void a_named_object_is_found_in_fewer_than_all_namespaces() {
        assertThat(passing(objects("deploy/web"))).containsExactly(WEB, WEB_ELSEWHERE);
        assertThat(passing(inNamespaces(objects("deploy/web"), "prod"))).containsExactly(WEB_ELSEWHERE);
        assertThat(wanted(objects("deploy/web"))).containsExactly(DEPLOYMENTS);
    }

    @Test
    void a_named_cluster_scoped_object_is_hidden_by_a_namespace() {
        assertThat(passing(inNamespaces(objects("clusterrole/system:web", "Deployment.apps/api"), "shop")))
                .containsExactly(API, ROLE);
    }

    @Test
    void an_excluded_object_passes() {
        assertThat(passing(excludes("deployments", "cm/web"))).containsExactly(SHOP, PROD, ROLE, NEW_EVENT);
        assertThat(wanted(excludes("deployments", "cm/web")))
                .contains(CONFIG_MAPS)
                .doesNotContain(DEPLOYMENTS);
        assertThat(passing(excludes("deployments/api"))).contains(WEB).doesNotContain(API);
    }

    @Test
    void labels_are_not_asked() {
        ObjectFilter filter = filter(labelled(kinds("deploy"), "app=web"));

        assertThat(filter.test(WEB, LabelSelectorTest.labels(Map.of("app", "web"))))
                .isTrue();
        assertThat(filter.test(WEB, LabelSelectorTest.labels(Map.of("app", "db"))))
                .isFalse();
        assertThat(filter.test(WEB, MissingNode.getInstance())).isFalse();
    }

    @Test
    void a_list_that_is_not_whole_proves_absence() {
        ObjectFilter everything = filter(Selection.everything());
        assertThat(everything.covers(DEPLOYMENTS, "*")).isTrue();
        assertThat(everything.covers(DEPLOYMENTS, "shop")).isTrue();
        assertThat(everything.covers(DEPLOYMENTS, "cluster")).isFalse();
        assertThat(everything.covers(CLUSTER_ROLES, "cluster")).isTrue();
        assertThat(everything.covers(CLUSTER_ROLES, "*")).isFalse();

        ObjectFilter shop = filter(namespaces("shop"));
        assertThat(shop.covers(DEPLOYMENTS, "shop")).isTrue();
        assertThat(shop.covers(DEPLOYMENTS, "prod")).isFalse();
        assertThat(shop.covers(DEPLOYMENTS, "*")).isFalse();
        assertThat(shop.covers(NAMESPACES, "cluster")).isFalse();
        assertThat(filter(clusterScoped(namespaces("shop"))).covers(NAMESPACES, "cluster"))
                .isTrue();

        assertThat(filter(labelled(kinds("deploy"), "!app")).covers(DEPLOYMENTS, "*"))
                .isFalse();
        assertThat(filter(objects("deploy/web")).covers(DEPLOYMENTS, "*")).isFalse();
        assertThat(filter(kinds("deploy")).covers(CONFIG_MAPS, "*")).isFalse();
        assertThat(filter(excludes("cm/web")).covers(CONFIG_MAPS, "*")).isFalse();
        assertThat(filter(excludes("cm/web")).covers(DEPLOYMENTS, "*")).isTrue();
    }

    @Test
    void matching_nothing_passes_for_everything() {
        Failure failure = filter(namespaces("shpo")).missing(List.of()).orElseThrow();

        assertThat(failure.reason()).isEqualTo("nothing-matched");
        assertThat(failure.tried()).isEqualTo("select -n shpo");
        assertThat(failure.why()).isEqualTo("no object matches");
    }

    @Test
    void a_name_that_does_not_exist_is_passed_over_beside_one_that_does() {
        Selection two = objects("deploy/web", "deploy/wbe");
        assertThat(filter(two).missing(passing(two)).orElseThrow().why()).isEqualTo("there is no deployments.apps/wbe");

        Selection places = namespaces("shop", "shpo");
        assertThat(filter(places).missing(passing(places)).orElseThrow().why()).isEqualTo("there is no namespace shpo");
    }

    @Test
    void a_namespace_without_a_match_is_called_unknown_though_it_may_exist() {
        assertThat(filter(namespaces("shop", "prod")).missing(List.of(WEB, PROD)))
                .isEmpty();
        assertThat(filter(inNamespaces(kinds("deploy"), "shop", "empty")).missing(List.of(WEB)))
                .isEmpty();
        assertThat(filter(inNamespaces(objects("deploy/web"), "shop", "empty")).missing(List.of(WEB)))
                .isEmpty();
        assertThat(filter(labelled(namespaces("shop", "empty"), "!a")).missing(List.of(WEB)))
                .isEmpty();
    }

    private static ObjectFilter filter(Selection selection) {
        return selection.resolve(TABLE);
    }

    private static List<ResourceId> passing(Selection selection) {
        ObjectFilter filter = filter(selection);
        return ALL.stream()
                .filter(id -> filter.test(id, MissingNode.getInstance()))
                .toList();
    }

    private static List<ResourceType> wanted(Selection selection) {
        return TABLE.types().stream().filter(filter(selection)::wantsType).toList();
    }
}
