package dev.tidemark.reconciler.cli;

import dev.tidemark.policies.select.Selection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which objects a verb works on, as kubectl writes it. None of them = everything. */
public final class SelectionOptions {

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "The namespaced objects in NS and the Namespace itself (repeatable).")
    List<String> namespaces = new ArrayList<>();

    @Option(names = "--kind", paramLabel = "TYPE[.GROUP]", description = "Objects of this type (repeatable).")
    List<String> kinds = new ArrayList<>();

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "LABELS",
            description = "Objects with these labels, as kubectl -l.")
    @Nullable
    String labels;

    @Option(names = "--cluster-scoped", description = "Cluster-scoped objects.")
    boolean clusterScoped;

    @Option(names = "--exclude", paramLabel = "TYPE[.GROUP][/NAME]", description = "But not these (repeatable).")
    List<String> excludes = new ArrayList<>();

    /** The selection that the options and {@code objects} ({@code TYPE/NAME}) make. */
    Selection selection(List<String> objects) {
        return new Selection(objects, namespaces, kinds, labels == null ? "" : labels, clusterScoped, excludes);
    }
}
