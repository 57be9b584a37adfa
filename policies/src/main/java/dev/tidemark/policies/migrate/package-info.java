/** Manifests of API versions that Kubernetes has removed, in those that replaced them. Pure. */
@NullMarked
package dev.tidemark.policies.migrate;

import org.jspecify.annotations.NullMarked;
