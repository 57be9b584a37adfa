package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An Ingress is there; its address is waited for only when that is asked for. */
final class IngressRule implements ReadyRule {

    private final boolean withAddress;

    IngressRule(boolean withAddress) {
        this.withAddress = withAddress;
    }

    @Override
    public Readiness of(ObjectNode live) {
        return withAddress ? address(live) : new Readiness.Ready();
    }

    /** What a load balancer has reported, in the form that Services and Ingresses share. */
    static Readiness address(ObjectNode live) {
        return live.path("status").path("loadBalancer").path("ingress").isEmpty()
                ? new Readiness.NotYet("its load balancer has no address")
                : new Readiness.Ready();
    }
}
