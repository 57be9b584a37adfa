/** The command line: options in, text, JSON or YAML out, and the exit code. The only user of picocli. */
@NullMarked
package dev.tidemark.reconciler.cli;

import org.jspecify.annotations.NullMarked;
