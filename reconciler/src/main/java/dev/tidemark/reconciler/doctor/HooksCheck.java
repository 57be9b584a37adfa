package dev.tidemark.reconciler.doctor;

import dev.tidemark.reconciler.hooks.Hooks;
import dev.tidemark.snapshots.model.Finding;
import java.util.List;
import java.util.function.Supplier;

/** Whether the hooks are in place. They are offered, not asked for: without them nothing of Tidemark's fails. */
public final class HooksCheck implements Check {

    private final Supplier<Hooks> hooks;

    public HooksCheck(Supplier<Hooks> hooks) {
        this.hooks = hooks;
    }

    @Override
    public String subject() {
        return "hooks";
    }

    @Override
    public List<Finding> look() {
        Hooks here = hooks.get();
        List<Finding> lacking = here.check(here.side()).stream()
                .filter(finding -> finding.level() != Finding.Level.OK)
                .map(finding ->
                        Finding.warn(finding.code(), "hook " + finding.subject(), finding.message(), finding.fix()))
                .toList();
        return lacking.isEmpty()
                ? List.of(Finding.ok("hooks", subject(), "are in place, and of this version"))
                : lacking;
    }
}
