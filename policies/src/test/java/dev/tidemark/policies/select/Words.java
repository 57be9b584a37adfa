package dev.tidemark.policies.select;

import java.util.List;

/** Selections for tests, built from everything by naming what narrows it. */
final class Words {

    private Words() {}

    static Selection objects(String... objects) {
        return new Selection(List.of(objects), List.of(), List.of(), "", false, List.of());
    }

    static Selection kinds(String... kinds) {
        return new Selection(List.of(), List.of(), List.of(kinds), "", false, List.of());
    }

    static Selection excludes(String... excludes) {
        return new Selection(List.of(), List.of(), List.of(), "", false, List.of(excludes));
    }

    static Selection namespaces(String... namespaces) {
        return inNamespaces(Selection.everything(), namespaces);
    }

    static Selection inNamespaces(Selection of, String... namespaces) {
        return new Selection(
                of.objects(), List.of(namespaces), of.kinds(), of.labels(), of.clusterScoped(), of.excludes());
    }

    static Selection labelled(Selection of, String labels) {
        return new Selection(of.objects(), of.namespaces(), of.kinds(), labels, of.clusterScoped(), of.excludes());
    }

    static Selection clusterScoped(Selection of) {
        return new Selection(of.objects(), of.namespaces(), of.kinds(), of.labels(), true, of.excludes());
    }
}
