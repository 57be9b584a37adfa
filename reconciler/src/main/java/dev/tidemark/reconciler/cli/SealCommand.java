package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.seal.ManifestSealer;
import dev.tidemark.snapshots.seal.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tidemark seal}. */
@Command(
        name = "seal",
        description = "Turns Secrets into SealedSecrets, as kubeseal does.",
        footer = {
            "",
            "Reads Secrets (YAML or JSON, several documents, Lists) from -f FILE or standard input.",
            "Refused (4): a certificate that is expired, or whose key has less than 2048 bits."
        })
final class SealCommand extends Verb {

    @Mixin
    ManifestFiles files = new ManifestFiles();

    @Option(
            names = "--cert",
            paramLabel = "FILE|controller",
            description = "Seal for this certificate, or for the one of the cluster's sealed-secrets controller."
                    + " Default: the one of the snapshot repository here.")
    @Nullable
    String certificate;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "Where the result may be opened: strict (this name and namespace), namespace-wide or"
                    + " cluster-wide. Default: what the annotations of the Secret ask for, else strict.")
    @Nullable
    String scope;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "The namespace of Secrets that name none.")
    @Nullable
    String namespace;

    SealCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        Optional<Scope> wanted = Optional.ofNullable(scope).map(Scope::named);
        List<ObjectNode> secrets = files.read(terminal);
        ManifestSealer sealer = workbench.manifestSealer(global, Optional.ofNullable(certificate));
        List<ObjectNode> documents = secrets.stream()
                .map(secret -> sealer.seal(secret, wanted, Optional.ofNullable(namespace)))
                .toList();
        byte[] text = ManifestFiles.text(documents, global.output());
        Optional<Path> to = files.to();
        if (to.isPresent()) {
            OwnerOnlyFile.replace(to.get(), text);
            say("Sealed " + Phrases.count(documents.size(), "Secret") + " into " + to.get());
        } else {
            answers.print(text);
        }
        return ExitCode.DONE;
    }
}
