package dev.tidemark.snapshots.layout;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The {@code Key: value} lines that end a commit message, for machines (git-interpret-trailers). */
public final class Trailers {

    /** The repository's id, so that a signature of one says nothing in another. */
    public static final String REPOSITORY = "Tidemark-Repository";

    public static final String CLUSTER = "Tidemark-Cluster";
    public static final String REVISION = "Tidemark-Revision";
    public static final String KUBERNETES = "Tidemark-Kubernetes";
    public static final String POLICY = "Tidemark-Policy";
    public static final String COMPONENT = "Tidemark-Component";
    public static final String STATUS = "Tidemark-Status";
    public static final String OBJECTS = "Tidemark-Objects";
    public static final String SEQUENCE = "Tidemark-Seq";
    /** What an ad-hoc selection refreshed; the rest of the tree is as the parent has it. */
    public static final String SELECTION = "Tidemark-Selection";
    /** In a run record: the commit that describes the cluster now. */
    public static final String SNAPSHOT = "Tidemark-Snapshot";
    /** In a run record: when it ran, RFC 3339. */
    public static final String TIME = "Tidemark-Time";
    /** The cluster that the history belonged to before this one was adopted. */
    public static final String PREVIOUS_CLUSTER = "Tidemark-Previous-Cluster";
    /** In the first commit of an epoch: the last one of the epoch before. */
    public static final String PREVIOUS_EPOCH = "Tidemark-Previous-Epoch";

    /** Other components' newest snapshots: {@code component@commit}. */
    public static final String WITH = "Tidemark-With";

    /** In the record of a restore: which one it is. */
    public static final String RESTORE = "Tidemark-Restore";
    /** In the record of a restore: the commit that holds the present as it was before. */
    public static final String RESTORE_POINT = "Tidemark-Restore-Point";

    public static final String COMPLETE = "Complete";
    public static final String PARTIAL = "Partial";

    private final Map<String, String> values;

    private Trailers(Map<String, String> values) {
        this.values = values;
    }

    /** The trailers of a commit message: its last paragraph, when every line of it is one. */
    public static Trailers of(String message) {
        String trimmed = message.stripTrailing();
        int paragraph = trimmed.lastIndexOf("\n\n");
        Map<String, String> values = new LinkedHashMap<>();
        if (paragraph >= 0) {
            for (String line : trimmed.substring(paragraph + 2).split("\n", -1)) {
                int colon = line.indexOf(": ");
                if (colon <= 0 || line.indexOf(' ') < colon) {
                    return new Trailers(Map.of());
                }
                values.putIfAbsent(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return new Trailers(values);
    }

    /** {@code message} with another value for a trailer that it has. */
    public static String with(String message, String key, String value) {
        int start = message.lastIndexOf("\n" + key + ": ") + 1;
        if (start == 0) {
            return message;
        }
        int end = message.indexOf('\n', start);
        return message.substring(0, start) + key + ": " + value + (end < 0 ? "" : message.substring(end));
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Whether the commit is a snapshot: it says how complete it is. */
    public boolean snapshot() {
        return values.containsKey(STATUS) && !values.containsKey(SNAPSHOT);
    }

    /** Whether the commit is a snapshot of everything that was asked for. */
    public boolean complete() {
        return snapshot() && COMPLETE.equals(values.get(STATUS));
    }
}
