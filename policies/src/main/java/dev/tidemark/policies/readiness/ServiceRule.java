package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A Service has its address in the cluster; a load balancer's is waited for only when that is asked for. */
final class ServiceRule implements ReadyRule {

    private final boolean withLoadBalancer;

    ServiceRule(boolean withLoadBalancer) {
        this.withLoadBalancer = withLoadBalancer;
    }

    @Override
    public Readiness of(ObjectNode live) {
        JsonNode spec = live.path("spec");
        boolean external = spec.path("type").asText("").equals("ExternalName");
        if (!external && spec.path("clusterIP").asText("").isEmpty()) {
            return new Readiness.NotYet("it has no cluster IP");
        }
        boolean balanced = spec.path("type").asText("").equals("LoadBalancer");
        return withLoadBalancer && balanced ? IngressRule.address(live) : new Readiness.Ready();
    }
}
