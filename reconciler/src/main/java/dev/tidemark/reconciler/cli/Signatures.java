package dev.tidemark.reconciler.cli;

import dev.tidemark.snapshots.model.Finding;
import java.util.Optional;

/** How much is made of signatures; the names are what {@code --signatures} takes. */
enum Signatures {
    /** What is not proven is refused. */
    require,
    /** What is not proven is told. */
    warn,
    /** Nobody looks. */
    off;

    /** How bad it is when they prove nothing; empty when nobody looks. */
    Optional<Finding.Level> level() {
        return switch (this) {
            case require -> Optional.of(Finding.Level.FAIL);
            case warn -> Optional.of(Finding.Level.WARN);
            case off -> Optional.empty();
        };
    }
}
