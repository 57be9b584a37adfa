package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark init [DIR]}. */
@Command(
        name = "init",
        description = "Makes a snapshot repository and its keys.",
        footer = {
            "",
            "The keys go to a folder of their own, never into the repository. Escrow them (tidemark keys escrow):",
            "without the sealing key nobody can read the Secrets in the history."
        })
final class InitCommand extends Verb {

    @Parameters(paramLabel = "DIR", arity = "0..1", defaultValue = ".", description = "Default: the current directory.")
    Path directory = Path.of(".");

    @Option(names = "--bare", description = "Without checked-out files.")
    boolean bare;

    @Option(names = "--remote", paramLabel = "URL", description = "Push every snapshot there (file, ssh, https).")
    @Nullable
    String remote;

    @Option(
            names = "--cert",
            paramLabel = "FILE|controller",
            description =
                    "Seal with this certificate, or with the one of the cluster's sealed-secrets controller,"
                            + " instead of a key pair of one's own. controller:NS/NAME names its Service; its renewals are taken up.")
    @Nullable
    String certificate;

    @Option(names = "--no-sign", description = "Leave commits unsigned; a restore then needs --allow-unsigned.")
    boolean noSign;

    InitCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        Workbench.Initialised made = workbench.init(
                global,
                new Workbench.InitOptions(
                        directory, bare, Optional.ofNullable(remote), Optional.ofNullable(certificate), !noSign));
        if (text()) {
            print(made);
        } else {
            ObjectNode document = Json.object()
                    .put("directory", made.directory().toString())
                    .put("repository", made.repository())
                    .put("branch", made.branch())
                    .put("keys", made.keys())
                    .put("sealing", made.sealing());
            made.signing().ifPresent(signing -> document.put("signing", signing));
            answers.print(document, global.output());
        }
        return ExitCode.DONE;
    }

    private void print(Workbench.Initialised made) {
        say("Snapshot repository " + made.directory() + ", on " + made.branch());
        TextTable table = new TextTable();
        made.signing().ifPresent(signing -> table.row("  signs with", signing));
        table.row("  seals with", made.sealing() + (made.ownSealingKey() ? "" : "  (its private key is not here)"));
        table.row("  keys in", made.keys());
        if (global.chatty()) {
            table.print(terminal.out());
        }
        if (made.ownSealingKey()) {
            say("Escrow the keys (tidemark keys escrow): without them the Secrets in the history stay closed.");
        }
        say("Hooks that guard it: tidemark -C " + made.directory() + " hooks install");
        say("Next: tidemark -C " + made.directory() + " snapshot");
    }
}
