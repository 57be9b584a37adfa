package dev.tidemark.snapshots.git;

import dev.tidemark.snapshots.model.BlobId;

/** Is shown a tree that may be damaged. */
public interface TreeVisitor {

    void file(String path, BlobId blob);

    /** A folder that cannot be read, or an entry that is neither a file nor a folder. */
    void unreadable(String path, String why);
}
