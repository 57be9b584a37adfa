package dev.tidemark.reconciler.capture;

import dev.tidemark.policies.secrecy.LeakGuard;
import dev.tidemark.snapshots.model.Failure;
import java.util.List;
import java.util.stream.Collectors;

/** Says no to a snapshot for the values of Secrets that would leave with it. */
final class Leaks {

    private static final int NAMED = 10;

    private Leaks() {}

    /** @throws Failure refused, when what a person wrote holds a value, or an object does and that ends the run */
    static void refuse(Exported exported, SnapshotRequest request) {
        new LeakGuard(exported.known()).in(request.message()).ifPresent(origin -> {
            throw Failure.refused(
                    "leak",
                    "commit with the message that was given",
                    "it holds the value of " + origin,
                    "write another one");
        });
        if (request.stopAtLeak() && !exported.withheld().isEmpty()) {
            throw Failure.refused(
                    "leak",
                    "take a snapshot",
                    named(exported.withheld()),
                    "seal it with spec.secrets.sensitive of the policy, allow it with spec.secrets.allow, or withhold it with"
                            + " --leak withhold");
        }
    }

    private static String named(List<LeakGuard.Leak> leaks) {
        int more = leaks.size() - NAMED;
        return leaks.stream()
                        .limit(NAMED)
                        .map(leak -> "of " + leak.id() + ", " + leak.why())
                        .collect(Collectors.joining("\n  "))
                + (more > 0 ? "\n  and " + more + " more" : "");
    }
}
