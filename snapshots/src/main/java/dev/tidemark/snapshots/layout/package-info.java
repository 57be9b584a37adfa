/** What a snapshot's tree and commit message look like: paths, the files under {@code .tidemark/}, trailers. */
@NullMarked
package dev.tidemark.snapshots.layout;

import org.jspecify.annotations.NullMarked;
