package dev.tidemark.snapshots.trust;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is remembered, outside the repository, of a component's history once it was verified.
 *
 * @param anchor id of the commit that the history begins with
 * @param verified id of the newest commit that was verified; the branch must never lose it again
 * @param trust digest of the keys that were trusted then; with others, everything is verified anew
 */
public record Pin(String anchor, String verified, String trust) {

    /** The digest of no trust at all. */
    private static final String NOBODY = "0".repeat(64);

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{40}) ([0-9a-f]{40}) ([0-9a-f]{64})");

    /** The same with another newest commit. */
    public Pin withVerified(String commit) {
        return new Pin(anchor, commit, trust);
    }

    /** The same, but nothing counts as verified yet: all of it is to be walked, and must still lead to the newest commit. */
    public Pin withoutProgress() {
        return new Pin(anchor, verified, NOBODY);
    }

    /** One line of text. */
    public String encode() {
        return anchor + " " + verified + " " + trust;
    }

    /** What {@link #encode} wrote; empty, when it is something else. */
    public static Optional<Pin> parse(String text) {
        return Optional.of(LINE.matcher(text.strip()))
                .filter(java.util.regex.Matcher::matches)
                .map(m -> new Pin(m.group(1), m.group(2), m.group(3)));
    }
}
