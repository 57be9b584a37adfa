package dev.tidemark.snapshots.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a snapshot knows about each resource type and scope, so that "not exported" never looks like "did not exist".
 * The entries are sorted by group, resource and scope; nothing in them depends on the run.
 */
public record Coverage(List<Entry> entries) {

    /** The scope of cluster-scoped types. */
    public static final String CLUSTER = "cluster";
    /** The scope of a namespaced type listed in all namespaces. */
    public static final String ALL_NAMESPACES = "*";

    public Coverage {
        entries = entries.stream().sorted().toList();
    }

    /** How much of a type and scope a snapshot holds. Only {@link #COMPLETE} is evidence of absence. */
    public enum State {
        COMPLETE,
        PARTIAL,
        DENIED,
        UNAVAILABLE,
        EXCLUDED;

        /** The lower-case word of the JSON and of the coverage file. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** The state of this {@link #word()}, or empty. */
        public static Optional<State> ofWord(String word) {
            for (State state : values()) {
                if (state.word().equals(word)) {
                    return Optional.of(state);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * @param group API group, {@code ""} for core
     * @param resource plural resource name
     * @param scope {@link #CLUSTER}, {@link #ALL_NAMESPACES}, or a namespace
     * @param state what is known
     * @param count how many manifests the snapshot holds of it
     * @param reason why it is not complete, or outside the consistent cut; empty when there is nothing to say
     */
    public record Entry(String group, String resource, String scope, State state, int count, String reason)
            implements Comparable<Entry> {

        private static final java.util.Comparator<Entry> ORDER = java.util.Comparator.comparing(Entry::group)
                .thenComparing(Entry::resource)
                .thenComparing(Entry::scope);

        /** Whether absence from the snapshot proves by this entry that {@code id} did not exist. */
        public boolean proves(ResourceId id) {
            return state == State.COMPLETE
                    && group.equals(id.group())
                    && resource.equals(id.resource())
                    && (id.namespaced()
                            ? scope.equals(ALL_NAMESPACES) || scope.equals(id.namespace())
                            : scope.equals(CLUSTER));
        }

        @Override
        public int compareTo(Entry other) {
            return ORDER.compare(this, other);
        }
    }

    /** Whether every type that was asked for was listed completely; what a policy excludes does not count. */
    public boolean complete() {
        return entries.stream().allMatch(e -> e.state() == State.COMPLETE || e.state() == State.EXCLUDED);
    }

    /** The entries that keep this coverage from being complete. */
    public Collection<Entry> gaps() {
        return entries.stream()
                .filter(e -> e.state() != State.COMPLETE && e.state() != State.EXCLUDED)
                .toList();
    }

    /** Whether absence from the snapshot proves that {@code id} did not exist. */
    public boolean proves(ResourceId id) {
        return entries.stream().anyMatch(e -> e.proves(id));
    }
}
