/** Cluster to Git: exports the cluster's objects as manifests and commits them. */
@NullMarked
package dev.tidemark.reconciler.capture;

import org.jspecify.annotations.NullMarked;
