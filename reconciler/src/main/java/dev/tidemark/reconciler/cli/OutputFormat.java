package dev.tidemark.reconciler.cli;

/** How an answer is written: text for people, the others stable for programs, one document each. */
public enum OutputFormat {
    text,
    json,
    yaml
}
