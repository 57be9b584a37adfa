package dev.tidemark.reconciler.doctor;

import dev.tidemark.policies.policy.BackupPolicy;
import dev.tidemark.snapshots.model.Finding;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the policy in force can be read. */
public final class PolicyCheck implements Check {

    private final Supplier<Optional<BackupPolicy>> policy;

    public PolicyCheck(Supplier<Optional<BackupPolicy>> policy) {
        this.policy = policy;
    }

    @Override
    public String subject() {
        return "policy";
    }

    @Override
    public List<Finding> look() {
        String components = policy.get()
                .map(p -> "has the components "
                        + String.join(
                                ", ", p.components().stream().map(c -> c.name()).toList()))
                .orElse("there is none: everything is one component");
        return List.of(Finding.ok("policy", subject(), components));
    }
}
