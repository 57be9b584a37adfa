package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.bundle.Bundle;
import dev.tidemark.snapshots.bundle.Passphrase;
import dev.tidemark.snapshots.bundle.SideFile;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.git.TrustedSigners.Verdict;
import dev.tidemark.snapshots.model.Failure;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark bundle open FILE DIR}. */
@Command(
        name = "open",
        description = "Opens a break-glass file into a new folder, once it is proven to be as it was written.",
        footer = {
            "",
            "Needs no repository and no cluster. FILE.json must be beside FILE. The passphrase is",
            "TIDEMARK_BUNDLE_PASSPHRASE, or the first line of --passphrase-file. The folder is for its owner alone; it",
            "holds Secrets in plain text, so use a file system in memory such as /dev/shm, and delete it afterwards.",
            "Whose signature to trust is said by --trust, or by the key folder of the repository that it was made from;",
            "where that is known, another signature, or none, is refused (4). Refused (4), too: a DIR that is not empty,",
            "or in a Git work tree."
        })
final class BundleOpenCommand extends Verb {

    @Parameters(paramLabel = "FILE", description = "The bundle.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    Path file;

    @Parameters(paramLabel = "DIR", index = "1", description = "The folder to make.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    Path folder;

    @Mixin
    PassphraseOption given = new PassphraseOption();

    @Option(names = "--allow-unsigned", description = "Open it though no trusted key has signed it.")
    boolean allowUnsigned;

    BundleOpenCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        OwnerOnlyFile.refuseWorkTree(folder, "open the bundle into ");
        Bundle bundle = Bundle.at(file);
        Optional<TrustedSigners> trust =
                workbench.trustOfBundles(global, bundle.sideFile().repository());
        Verdict signature = bundle.signature(trust);
        if (!allowUnsigned) {
            objection(signature, trust.isPresent()).ifPresent(this::refuse);
        }
        Passphrase passphrase = given.passphrase(workbench);
        int files = OwnerOnlyFolder.fill(folder, () -> bundle.unpack(passphrase, folder));
        print(bundle.sideFile(), files, signature);
        return ExitCode.DONE;
    }

    /** What speaks against it; where nobody knows whom to trust, only a signature that fits nothing does. */
    private static Optional<String> objection(Verdict signature, boolean trustKnown) {
        return switch (signature) {
            case Verdict.Trusted trusted -> Optional.empty();
            case Verdict.Unsigned unsigned when !trustKnown -> Optional.empty();
            case Verdict.Untrusted untrusted when !trustKnown -> Optional.empty();
            default -> Optional.of(words(signature));
        };
    }

    private void refuse(String why) {
        throw Failure.refused(
                "untrusted-bundle",
                "open the bundle " + file,
                why,
                "take file, side file and signature from another copy, or name another key with --trust; if you know"
                        + " where it comes from, allow it with --allow-unsigned");
    }

    private static String words(Verdict signature) {
        return switch (signature) {
            case Verdict.Trusted trusted -> "it is signed by the trusted key " + trusted.fingerprint();
            case Verdict.Untrusted untrusted ->
                "it is signed by " + untrusted.fingerprint() + ", which nothing here says to trust";
            case Verdict.Revoked revoked -> "it is signed by " + revoked.why();
            case Verdict.Unsigned unsigned -> "it is not signed";
            case Verdict.Unsupported unsupported -> unsupported.why();
            case Verdict.Invalid invalid -> invalid.why();
        };
    }

    private void print(SideFile sideFile, int files, Verdict signature) {
        if (!text()) {
            ObjectNode document = Json.object()
                    .put("folder", folder.toString())
                    .put("files", files)
                    .put("commit", sideFile.commit())
                    .put("createdAt", sideFile.createdAt().toString())
                    .put("repository", sideFile.repository())
                    .put("unaltered", true)
                    .put("trusted", signature instanceof Verdict.Trusted)
                    .put("signature", words(signature));
            answers.print(document, global.output());
            return;
        }
        say("Opened " + Phrases.count(files, "file") + " of commit " + sideFile.commit() + ", bundled "
                + sideFile.createdAt() + ", into " + folder);
        say("  verified: whoever wrote it had the passphrase, and nothing was altered since");
        say("  signature: " + words(signature));
        say("Begin with " + folder.resolve("README.txt") + ", and delete the folder when you are done.");
    }
}
