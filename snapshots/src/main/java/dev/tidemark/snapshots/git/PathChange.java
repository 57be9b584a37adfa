package dev.tidemark.snapshots.git;

import dev.tidemark.snapshots.model.BlobId;
import java.util.Optional;

/** One file that two trees have differently; absent where a tree does not have it. */
public record PathChange(String path, Optional<BlobId> before, Optional<BlobId> after) {}
