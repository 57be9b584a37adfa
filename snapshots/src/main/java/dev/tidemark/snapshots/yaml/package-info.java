/** The only producer and reader of manifest bytes: YAML that 1.1 and 1.2 readers understand alike. */
@NullMarked
package dev.tidemark.snapshots.yaml;

import org.jspecify.annotations.NullMarked;
