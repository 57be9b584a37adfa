package dev.tidemark.policies.select;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds the types that a selection names, and refuses words that are wrong or contradict each other. */
final class SelectionResolver {

    private static final int PROPOSALS = 3;

    private final Selection selection;
    private final TypeTable types;

    SelectionResolver(Selection selection, TypeTable types) {
        this.selection = selection;
        this.types = types;
    }

    ObjectFilter filter() {
        selection.namespaces().forEach(NameShape::requireNamespace);
        List<Target> objects = selection.objects().stream()
                .map(ObjectPattern::parseObject)
                .map(this::target)
                .toList();
        List<Target> kinds = selection.kinds().stream()
                .map(ObjectPattern::parseKind)
                .map(this::target)
                .toList();
        List<Target> excludes = selection.excludes().stream()
                .map(ObjectPattern::parse)
                .map(this::target)
                .toList();
        LabelSelector labels = LabelSelector.parse(selection.labels());
        ObjectFilter filter = new ObjectFilter(selection, objects, kinds, excludes, labels);
        objects.forEach(object -> refuseUnreachable(filter, object));
        if (objects.isEmpty()) {
            kinds.forEach(kind -> refuseUnreachable(filter, kind));
        }
        return filter;
    }

    private Target target(ObjectPattern pattern) {
        ResourceType type = types.find(pattern.type()).orElseThrow(() -> unknown(pattern.type()));
        return new Target(type, pattern.name());
    }

    private void refuseUnreachable(ObjectFilter filter, Target target) {
        if (!filter.wantsType(target.type())) {
            throw Failure.usage(
                    "bad-selection",
                    "select " + selection.describe(),
                    target + " is named, but the rest of the selection leaves it out",
                    target.type().namespaced()
                            ? "It lives in namespaces: name them with -n, or drop what leaves it out."
                            : "It is cluster-scoped: add --cluster-scoped (in a policy, clusterScoped: true), or drop"
                                    + " what leaves it out.");
        }
    }

    private Failure unknown(String name) {
        List<String> proposals = proposals(name.toLowerCase(Locale.ROOT));
        return Failure.usage(
                "unknown-type",
                "select " + selection.describe(),
                "no resource type is called '" + name + "'",
                proposals.isEmpty()
                        ? "Types are called as by kubectl api-resources, TYPE or TYPE.GROUP."
                        : "Did you mean " + String.join(", ", proposals) + "?");
    }

    private List<String> proposals(String name) {
        Map<String, String> known = new LinkedHashMap<>();
        for (ResourceType type : types.types()) {
            String kind = type.kind().toLowerCase(Locale.ROOT);
            known.putIfAbsent(type.resource(), type.qualifiedName());
            known.putIfAbsent(type.qualifiedName(), type.qualifiedName());
            known.putIfAbsent(kind, type.qualifiedName());
            type.shortNames().forEach(shortName -> known.putIfAbsent(shortName, type.qualifiedName()));
        }
        List<String> near = Nearest.to(name, known.keySet());
        int dot = name.indexOf('.');
        if (near.isEmpty() && dot > 0) {
            near = Nearest.to(name.substring(0, dot), known.keySet());
        }
        return near.stream().map(known::get).distinct().limit(PROPOSALS).toList();
    }
}
