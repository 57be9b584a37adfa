package dev.tidemark.snapshots.fuzz;

/** Where Jazzer enters. The property {@code tidemark.fuzz.opener} names the {@link Opener}. */
public final class FuzzTarget {

    private static final Opener OPENER = Opener.valueOf(System.getProperty("tidemark.fuzz.opener"));

    private FuzzTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        OPENER.feed(input);
    }
}
