package dev.tidemark.reconciler.capture;

/** Is told how far an export is; called from several threads at once. */
public interface Progress {

    /** Tells nobody. */
    Progress NONE = (types, objects) -> {};

    /** {@code types} lists are to be made, and {@code objects} more objects have been read. */
    void advanced(int types, int objects);
}
