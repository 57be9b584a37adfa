/** The cluster: what it serves, what it holds, and how it is written to. The only user of fabric8. */
@NullMarked
package dev.tidemark.reconciler.cluster;

import org.jspecify.annotations.NullMarked;
