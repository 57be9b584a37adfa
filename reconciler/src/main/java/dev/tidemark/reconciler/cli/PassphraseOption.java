package dev.tidemark.reconciler.cli;

import dev.tidemark.snapshots.bundle.Passphrase;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the passphrase of a bundle comes from: never from an argument, which others on the machine can see. */
final class PassphraseOption {

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "The passphrase is its first line. Default: $TIDEMARK_BUNDLE_PASSPHRASE.")
    @Nullable
    Path file;

    boolean named() {
        return file != null;
    }

    Passphrase passphrase(Workbench workbench) {
        return workbench.passphrase(Optional.ofNullable(file));
    }
}
