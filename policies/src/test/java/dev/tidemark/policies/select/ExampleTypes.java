package dev.tidemark.policies.select;

import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.List;

/** A small cluster's types, two of them of one name in different groups. */
final class ExampleTypes {

    static final ResourceType NAMESPACES = type("", "Namespace", "namespaces", "namespace", "ns", false);
    static final ResourceType CONFIG_MAPS = type("", "ConfigMap", "configmaps", "configmap", "cm", true);
    static final ResourceType EVENTS = type("", "Event", "events", "event", "ev", true);
    static final ResourceType DEPLOYMENTS = type("apps", "Deployment", "deployments", "deployment", "deploy", true);
    static final ResourceType CLUSTER_ROLES =
            type("rbac.authorization.k8s.io", "ClusterRole", "clusterroles", "clusterrole", "cr", false);
    static final ResourceType CERTIFICATES =
            type("cert-manager.io", "Certificate", "certificates", "certificate", "cert", true);
    static final ResourceType NEW_EVENTS = type("events.k8s.io", "Event", "events", "event", "ev", true);

    static final TypeTable TABLE = new TypeTable(
            List.of(NAMESPACES, CONFIG_MAPS, EVENTS, DEPLOYMENTS, CLUSTER_ROLES, CERTIFICATES, NEW_EVENTS));

    static final ResourceId WEB = DEPLOYMENTS.id("shop", "web");
    static final ResourceId WEB_ELSEWHERE = DEPLOYMENTS.id("prod", "web");
    static final ResourceId API = DEPLOYMENTS.id("shop", "api");
    static final ResourceId CONFIG = CONFIG_MAPS.id("shop", "web");
    static final ResourceId SHOP = NAMESPACES.id("", "shop");
    static final ResourceId PROD = NAMESPACES.id("", "prod");
    static final ResourceId ROLE = CLUSTER_ROLES.id("", "system:web");
    static final ResourceId NEW_EVENT = NEW_EVENTS.id("shop", "web");

    static final List<ResourceId> ALL = List.of(WEB, WEB_ELSEWHERE, API, CONFIG, SHOP, PROD, ROLE, NEW_EVENT);

    private ExampleTypes() {}

    private static ResourceType type(
            String group, String kind, String resource, String singular, String shortName, boolean namespaced) {
        return new ResourceType(group, "v1", kind, resource, singular, List.of(shortName), namespaced, false);
    }
}
