package dev.tidemark.reconciler.restore;

import dev.tidemark.policies.secrecy.LeakGuard;
import dev.tidemark.snapshots.model.ResourceId;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What became of one object.
 *
 * @param reason why, where the kind does not say all
 * @param uid of an object that was created or recreated; else empty
 */
public record Outcome(ResourceId id, Kind kind, String reason, String uid) {

    public Outcome(ResourceId id, Kind kind, String reason) {
        this(id, kind, reason, "");
    }

    /** The same object, which was written but is not ready. */
    Outcome unhealthy(String why) {
        return new Outcome(id, Kind.UNHEALTHY, reason, uid).because(List.of(why));
    }

    /** The same outcome with these reasons too. */
    Outcome because(List<String> reasons) {
        String all = Stream.concat(Stream.of(reason), reasons.stream())
                .filter(why -> !why.isEmpty())
                .collect(Collectors.joining("; "));
        return new Outcome(id, kind, all, uid);
    }

    /** The same outcome without the words about it that repeat the value of a Secret. */
    Outcome discreet(LeakGuard guard) {
        return guard.in(reason)
                .map(origin -> new Outcome(id, kind, "what was said of it repeats the value of " + origin, uid))
                .orElse(this);
    }

    /** The same outcome when only these owners are still absent. */
    Outcome owned(List<String> absent) {
        String rest = Stream.of(reason.split("; ", -1))
                .filter(why -> !why.startsWith(Reasons.OWNER_ABSENT))
                .collect(Collectors.joining("; "));
        return new Outcome(id, kind, rest, uid).because(absent);
    }

    /** Whether the object was made without an owner that it had. */
    boolean ownerAbsent() {
        return created() && reason.contains(Reasons.OWNER_ABSENT);
    }

    /** Whether the object was changed or made anew. */
    boolean written() {
        return kind.restored() || kind == Kind.UNHEALTHY;
    }

    /** Whether the object was made anew. */
    boolean created() {
        return !uid.isEmpty();
    }

    /** Whether the server or another writer keeps the object from being wholly as it was. */
    boolean residual() {
        return reason.startsWith(Reasons.EXPECTED_RESIDUAL);
    }

    /** Whether a person should read of it: the object is not as it should be, or has come back without an owner. */
    public boolean worthNaming() {
        return !kind.fine() || reason.contains(Reasons.OWNER_ABSENT);
    }

    /** The ways to end; every object in scope has exactly one. */
    public enum Kind {
        CREATED,
        UPDATED,
        RECREATED,
        DELETED,
        UNCHANGED,
        SKIPPED,
        BLOCKED,
        FAILED,
        /** Written, but not ready. */
        UNHEALTHY;

        /** The lower-case word of the JSON. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** The kind of this {@link #word()}. */
        static Kind ofWord(String word) {
            return valueOf(word.toUpperCase(java.util.Locale.ROOT));
        }

        /** Whether the object is now as the restore wrote it. */
        public boolean restored() {
            return this == CREATED || this == UPDATED || this == RECREATED;
        }

        /** Whether the object is as it should be, or on purpose is not. */
        public boolean fine() {
            return this != BLOCKED && this != FAILED && this != UNHEALTHY;
        }
    }
}
