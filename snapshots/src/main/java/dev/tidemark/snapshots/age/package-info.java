/** Files in age's format, for keys that lie outside of the cluster. The only user of jagged. */
@NullMarked
package dev.tidemark.snapshots.age;

import org.jspecify.annotations.NullMarked;
