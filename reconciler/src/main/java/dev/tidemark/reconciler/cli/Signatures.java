package dev.tidemark.reconciler.cli;

/** How much a restore makes of signatures; the names are what {@code --signatures} takes. */
enum Signatures {
    /** What is not proven is refused. */
    require,
    /** What is not proven is told. */
    warn,
    /** Nobody looks. */
    off
}
