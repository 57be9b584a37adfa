package dev.tidemark.reconciler.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What tests may rely on. */
@ExtendWith(ControlPlane.class)
class ControlPlaneIT {

    @Test
    void every_namespace_parameter_is_a_fresh_one(Namespace one, Namespace two, Kubectl kubectl) {
        assertThat(one).isNotEqualTo(two);
        assertThat(kubectl.has("namespace", one.name(), two.name())).isTrue();
    }

    @Test
    void pods_of_a_deployment_become_ready(Namespace namespace, Kubectl kubectl) {
        Kubectl shop = kubectl.in(namespace);
        shop.run("create", "deployment", "web", "--image=registry.k8s.io/pause:3.10", "--replicas=2");
        shop.run("wait", "deployment/web", "--for=condition=Available", "--timeout=180s");
    }

    @Test
    void a_new_user_may_do_only_what_a_test_allows(Namespace namespace, TestCluster cluster, Kubectl kubectl) {
        User user = cluster.newUser(namespace);
        Kubectl admin = kubectl.in(namespace);
        assertThat(admin.attempt("auth", "can-i", "list", "configmaps", "--as", user.name())
                        .exit())
                .isNotZero();
        admin.run("create", "role", "look", "--verb=get,list", "--resource=configmaps");
        admin.run("create", "rolebinding", "look", "--role=look", "--user=" + user.name());
        String[] mine = {"--kubeconfig", user.kubeconfig().toString(), "get"};
        assertThat(admin.attempt(mine[0], mine[1], mine[2], "configmaps").exit())
                .isZero();
        assertThat(admin.attempt(mine[0], mine[1], mine[2], "secrets").err()).contains("Forbidden");
    }

    @Test
    void tidemark_exports_a_namespace_and_finds_it_unchanged(Namespace namespace, Kubectl kubectl, Tidemark tidemark) {
        kubectl.in(namespace).run("create", "configmap", "settings", "--from-literal=colour=blue");
        tidemark.init();
        assertThat(tidemark.json(0, "snapshot", "-n", namespace.name())
                        .get("changed")
                        .asBoolean())
                .isTrue();
        assertThat(tidemark.json(0, "diff", "-n", namespace.name()).get("changes"))
                .isEmpty();
    }

    @Test
    void an_empty_cluster_is_another_one(Namespace namespace, @Empty TestCluster empty) {
        assertThat(empty.kubectl().has("namespace", "default")).isTrue();
        assertThat(empty.kubectl().has("namespace", namespace.name())).isFalse();
    }
}
