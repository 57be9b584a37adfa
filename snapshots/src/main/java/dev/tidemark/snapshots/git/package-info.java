/** Git: trees, signed commits, refs, remotes. The only user of JGit. */
@NullMarked
package dev.tidemark.snapshots.git;

import org.jspecify.annotations.NullMarked;
