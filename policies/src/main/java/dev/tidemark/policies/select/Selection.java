package dev.tidemark.policies.select;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.List;
import java.util.StringJoiner;

/**
 * Which objects are meant, in the words of the command line or of a policy. Every field narrows; one that is empty
 * does not. Whether the words make sense is asked by {@link #resolve}.
 *
 * @param objects single objects as {@code TYPE[.GROUP]/NAME}
 * @param namespaces namespaces; each stands for the objects in it and its Namespace object
 * @param kinds types as {@code TYPE[.GROUP]}
 * @param labels a label selector as for {@code kubectl -l}
 * @param clusterScoped the cluster-scoped objects: these alone, or with {@code namespaces} in addition to them
 * @param excludes what is left out all the same, as {@code TYPE[.GROUP][/NAME]}
 */
public record Selection(
        List<String> objects,
        List<String> namespaces,
        List<String> kinds,
        String labels,
        boolean clusterScoped,
        List<String> excludes) {

    private static final Selection EVERYTHING = new Selection(List.of(), List.of(), List.of(), "", false, List.of());

    public Selection {
        objects = List.copyOf(objects);
        namespaces = List.copyOf(namespaces);
        kinds = List.copyOf(kinds);
        excludes = List.copyOf(excludes);
        labels = labels.strip();
    }

    /** The selection that leaves nothing out. */
    public static Selection everything() {
        return EVERYTHING;
    }

    public boolean isEverything() {
        return equals(EVERYTHING);
    }

    /** The options that give this selection, on one line; {@code everything} where there are none. */
    public String describe() {
        if (isEverything()) {
            return "everything";
        }
        StringJoiner words = new StringJoiner(" ");
        objects.forEach(object -> words.add(quoted(object)));
        namespaces.forEach(namespace -> words.add("-n " + quoted(namespace)));
        kinds.forEach(kind -> words.add("--kind " + quoted(kind)));
        if (!labels.isEmpty()) {
            words.add("-l " + quoted(labels));
        }
        if (clusterScoped) {
            words.add("--cluster-scoped");
        }
        excludes.forEach(exclude -> words.add("--exclude " + quoted(exclude)));
        return words.toString();
    }

    private static String quoted(String word) {
        String line = word.replaceAll("[\\s\\p{Cntrl}]+", " ");
        return line.matches("[A-Za-z0-9_./:=,-]+") ? line : "'" + line.replace("'", "'\\''") + "'";
    }

    /**
     * The filter that these words make among {@code types}.
     *
     * @throws Failure usage: {@code unknown-type} with the nearest names, {@code bad-selector} for the labels,
     *     {@code bad-selection} where a word has the wrong shape, or names a type that the other words leave out
     */
    public ObjectFilter resolve(TypeTable types) {
        return new SelectionResolver(this, types).filter();
    }
}
