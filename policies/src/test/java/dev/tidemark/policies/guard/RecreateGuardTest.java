package dev.tidemark.policies.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.guard.RecreateGuard.Verdict;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.plan.Propagation;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecreateGuardTest {

    private static ResourceType type(String name) {
        String[] kindAndGroup = name.split("\\.", 2);
        String kind = kindAndGroup[0];
        String group = kindAndGroup.length == 1 ? "" : kindAndGroup[1];
        return new ResourceType(group, "v1", kind, kind.toLowerCase(Locale.ROOT) + "s", "", List.of(), true, false);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static Verdict verdict(ResourceType type, ObjectNode live, ResourceType... named) {
        return new RecreateGuard(Set.of(named), Set.of("ann", "admins", "system:serviceaccount:ops:restorer"))
                .judge(type, live);
    }

    private static String refusal(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        return ((Verdict.Refused) verdict).why();
    }

    @ParameterizedTest
    @CsvSource({
        "ConfigMap, BACKGROUND, keep the old content",
        "Secret, BACKGROUND, keep the old content",
        "StorageClass.storage.k8s.io, BACKGROUND, refer to it by name",
        "RoleBinding.rbac.authorization.k8s.io, BACKGROUND, no access",
        "PriorityClass.scheduling.k8s.io, BACKGROUND, keep the old value",
        "Service, BACKGROUND, addresses",
        "Deployment.apps, ORPHAN, run on",
        "DaemonSet.apps, ORPHAN, run on",
        "StatefulSet.apps, ORPHAN, claims stay",
        "Job.batch, BACKGROUND, runs again",
        "Campaign.shop.example.com, BACKGROUND, controller"
    })
    void a_type_is_made_anew_only_where_it_is_named(String name, Propagation propagation, String danger) {
        ResourceType type = type(name);
        assertThat(refusal(verdict(type, object()))).contains("--allow-recreate " + type.qualifiedName(), danger);
        assertThat(verdict(type, object(), type)).isInstanceOfSatisfying(Verdict.Allowed.class, allowed -> {
            assertThat(allowed.propagation()).isEqualTo(propagation);
            assertThat(allowed.danger()).contains(danger);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "PersistentVolumeClaim, data",
        "PersistentVolume, data",
        "CustomResourceDefinition.apiextensions.k8s.io, every object of its type"
    })
    void what_takes_data_along_is_never_made_anew(String name, String danger) {
        ResourceType type = type(name);
        assertThat(refusal(verdict(type, object(), type)))
                .startsWith("nothing allows this")
                .contains(danger, "by hand");
    }

    @ParameterizedTest
    @CsvSource({"User, '', ann", "Group, '', admins", "ServiceAccount, ops, restorer"})
    void nobody_takes_away_his_own_rights(String kind, String namespace, String name) {
        ResourceType bindings = type("ClusterRoleBinding.rbac.authorization.k8s.io");
        ObjectNode live = object();
        live.withArray("/subjects")
                .addObject()
                .put("kind", kind)
                .put("namespace", namespace)
                .put("name", name);
        assertThat(refusal(verdict(bindings, live, bindings))).contains("his rights");
    }

    @Test
    void somebody_elses_binding_may_be_made_anew() {
        ResourceType bindings = type("ClusterRoleBinding.rbac.authorization.k8s.io");
        ObjectNode live = object();
        live.withArray("/subjects")
                .addObject()
                .put("kind", "ServiceAccount")
                .put("namespace", "shop")
                .put("name", "restorer");
        assertThat(verdict(bindings, live, bindings)).isInstanceOf(Verdict.Allowed.class);
    }
}
