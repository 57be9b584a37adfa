package dev.tidemark.reconciler.cli;

/** What becomes of an object that holds the value of a Secret in plain text; the words are those of the command line. */
enum LeakMode {
    /** It is left out and named, and its old file stays. */
    withhold,
    /** The run ends before anything is committed. */
    stop
}
