package dev.tidemark.reconciler.restore;

import dev.tidemark.policies.guard.OtherTool;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.Step;
import java.util.ArrayList;
import java.util.List;

/** What becomes of objects that another tool manages. */
public enum OwnedByOthers {
    /** They are restored like all others, and named. */
    apply {
        @Override
        Step of(Step step, OtherTool tool) {
            List<String> notes = new ArrayList<>(step.notes());
            notes.add("managed by " + tool.display() + ", which may revert this");
            return step.with(notes);
        }
    },
    /** They are left as they are. */
    skip {
        @Override
        Step of(Step step, OtherTool tool) {
            String reason = Reasons.OWNED_BY_OTHERS + ": " + tool.tool() + " " + tool.name();
            return new Step(step.wave(), step.id(), Action.SKIP, reason, step.fields());
        }
    };

    /** What {@code step}, which would write an object that {@code tool} manages, becomes. */
    abstract Step of(Step step, OtherTool tool);
}
