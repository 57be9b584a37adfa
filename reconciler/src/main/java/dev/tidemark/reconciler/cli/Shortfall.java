package dev.tidemark.reconciler.cli;

import dev.tidemark.reconciler.capture.Exported;
import dev.tidemark.snapshots.model.Coverage;
import java.util.List;
import java.util.stream.Stream;

/** What an export could not put into a tree, as people read it. */
final class Shortfall {

    private Shortfall() {}

    /** A line for each object, and for each type that is not whole in {@code coverage}, the tree's. */
    static List<String> lines(Exported exported, Coverage coverage) {
        Stream<String> unsealed =
                exported.unsealed().stream().map(id -> "not exported, because nothing is here to seal it with: " + id);
        Stream<String> withheld = exported.withheld().stream()
                .map(leak -> "withheld: " + leak.id() + "  " + leak.why()
                        + "; seal or allow it in the policy (spec.secrets)");
        Stream<String> gaps = coverage.gaps().stream().map(Shortfall::gap);
        return Stream.of(unsealed, withheld, gaps).flatMap(lines -> lines).toList();
    }

    private static String gap(Coverage.Entry gap) {
        String type = gap.group().isEmpty() ? gap.resource() : gap.resource() + "." + gap.group();
        return gap.state().word() + ": " + type + " (" + gap.scope() + ")  " + gap.reason()
                + (gap.count() > 0 ? "; " + Phrases.count(gap.count(), "older manifest") + " kept" : "");
    }
}
