package dev.tidemark.policies.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.ResourceId;

/** Accounts in a binding, be they named as such, or as the user or the group that they are to the API server. */
final class RbacSubjects {

    private static final String USER = "system:serviceaccount:";
    private static final String GROUP = "system:serviceaccounts:";

    private RbacSubjects() {}

    static void rewrite(ResourceId id, ObjectNode tree, NamespaceMap map) {
        if (!id.group().equals("rbac.authorization.k8s.io")) {
            return;
        }
        for (JsonNode subject : tree.path("subjects")) {
            Values.map(subject, "namespace", map);
            String name = subject.path("name").asText();
            if (name.startsWith(USER)) {
                String[] account = name.substring(USER.length()).split(":", 2);
                ((ObjectNode) subject).put("name", USER + map.here(account[0]) + ":" + account[account.length - 1]);
            } else if (name.startsWith(GROUP)) {
                ((ObjectNode) subject).put("name", GROUP + map.here(name.substring(GROUP.length())));
            }
        }
    }
}
