package dev.tidemark.policies.readiness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.readiness.Conditions.Condition;
import java.util.Optional;

/** An autoscaler can scale its target; that it also gets its metrics is waited for only when that is asked for. */
final class AutoscalerRule implements ReadyRule {

    private final boolean withMetrics;

    AutoscalerRule(boolean withMetrics) {
        this.withMetrics = withMetrics;
    }

    @Override
    public Readiness of(ObjectNode live) {
        Optional<Condition> able = Conditions.find(live, "AbleToScale");
        if (able.filter(Condition::isFalse).isPresent()) {
            return new Readiness.NotYet(able.get().words());
        }
        return withMetrics ? metrics(Conditions.find(live, "ScalingActive")) : new Readiness.Ready();
    }

    private static Readiness metrics(Optional<Condition> active) {
        if (active.filter(Condition::isTrue).isPresent()) {
            return new Readiness.Ready();
        }
        if (active.filter(c -> c.reason().equals("InvalidSelector")).isPresent()) {
            return new Readiness.Failed(active.get().words());
        }
        return new Readiness.NotYet(active.map(Condition::words).orElse("it has no metrics"));
    }
}
