package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.bundle.BundleContents;
import dev.tidemark.reconciler.bundle.Bundler;
import dev.tidemark.reconciler.bundle.Shortfall;
import dev.tidemark.reconciler.keys.ControllerKeys;
import dev.tidemark.snapshots.bundle.Bundle;
import dev.tidemark.snapshots.bundle.BundleWriter;
import dev.tidemark.snapshots.bundle.Kdf;
import dev.tidemark.snapshots.bundle.Passphrase;
import dev.tidemark.snapshots.bundle.SideFile;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.model.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark bundle create FILE [REV]}. */
@Command(
        name = "create",
        description = "Writes a snapshot's state, Secrets opened, and all keys to one file that openssl and tar open.",
        footer = {
            "",
            "The passphrase is TIDEMARK_BUNDLE_PASSPHRASE, or the first line of --passphrase-file; it is never an",
            "argument. Beside FILE stand FILE.json, FILE.json.sig and FILE.sha256, which tell whether it was altered:",
            "openssl itself notices nothing. How to open it with openssl is said in FILE.json, and what to do then in",
            "the README.txt inside. What cannot be unsealed is named, and stays sealed in it (exit 3).",
            "--kdf legacy is what openssl does without -pbkdf2; only a passphrase that was made by",
            "--new-passphrase-file is safe with it, and no other one is taken (4). Refused (4), too: a FILE that is",
            "there already, or in a Git work tree, and a history that no trusted key has signed."
        })
final class BundleCreateCommand extends Verb {

    @Parameters(paramLabel = "FILE", description = "The file to write, for example backup.tar.gz.enc.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    Path file;

    @Parameters(
            paramLabel = "REV",
            arity = "0..1",
            index = "1",
            defaultValue = "latest",
            description = "A commit, tag, branch, time, or latest. Default: ${DEFAULT-VALUE}.")
    String revision = "latest";

    @Option(
            names = "--kdf",
            paramLabel = "pbkdf2|legacy",
            defaultValue = "pbkdf2",
            description = "How openssl makes the key of the passphrase. Default: ${DEFAULT-VALUE}.")
    Kdf kdf = Kdf.pbkdf2;

    @Mixin
    PassphraseOption given = new PassphraseOption();

    @Option(
            names = "--new-passphrase-file",
            paramLabel = "FILE",
            description = "Make a passphrase of 32 random bytes, and write it to this new file.")
    @Nullable
    Path newPassphraseFile;

    @Option(names = "--allow-unsigned", description = "Take a state that is not proven to be signed by a trusted key.")
    boolean allowUnsigned;

    BundleCreateCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        refuseBadPlace(file, "write the bundle to ", "delete it");
        try (Session session = workbench.open(global)) {
            History history = session.history();
            Commit commit = history.resolve(revision);
            Signatures mode = allowUnsigned ? Signatures.warn : Signatures.require;
            new TrustGuard(session, "make a bundle of", mode, terminal).check(history, commit);
            BundleWriter writer = new BundleWriter(passphrase(), kdf);
            Bundler bundler = session.bundler();
            BundleContents contents = bundler.contents(history, history.open(commit), controllerKeys(session), writer);
            SideFile sideFile = write(bundler, contents, writer);
            print(contents, sideFile, bundler.signer());
            return contents.complete() ? ExitCode.DONE : ExitCode.PARTIAL;
        }
    }

    private static void refuseBadPlace(Path place, String tried, String otherwise) {
        OwnerOnlyFile.refuseWorkTree(place, tried);
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw Failure.refused(
                    "file-exists", tried + place, "there is such a file already", "name another one, or " + otherwise);
        }
    }

    private Passphrase passphrase() {
        if (newPassphraseFile == null) {
            return given.passphrase(workbench);
        }
        if (given.named()) {
            throw Failure.usage(
                    "usage",
                    "read --passphrase-file and --new-passphrase-file",
                    "there can be one passphrase only",
                    "give one of them");
        }
        refuseBadPlace(newPassphraseFile, "write the new passphrase to ", "use it again with --passphrase-file");
        Passphrase fresh = Passphrase.generate();
        OwnerOnlyFile.create(newPassphraseFile, fresh.line().reveal());
        say("Wrote a new passphrase to " + newPassphraseFile + ": keep a copy where no loss of a machine reaches it");
        return fresh;
    }

    /** SealedSecrets of the cluster's own stay sealed: without the controller's keys nobody opens them. */
    private ControllerKeys controllerKeys(Session session) {
        return new KeysOfCluster(session, terminal)
                .asFarAsKnown("the keys of a sealed-secrets controller are not in the bundle");
    }

    /** What stands beside it first: a file that is in its place can be opened. */
    private SideFile write(Bundler bundler, BundleContents contents, BundleWriter writer) {
        return OwnerOnlyFile.whole(file, out -> {
            SideFile sideFile = bundler.write(contents, writer, out);
            String name = file.getFileName().toString();
            byte[] json = sideFile.toJson(name);
            Optional<String> signature = bundler.signature(json);
            OwnerOnlyFile.create(beside(Bundle.SIDE_FILE), json);
            OwnerOnlyFile.create(beside(Bundle.SUM), sideFile.sumLine(name));
            if (signature.isPresent()) {
                OwnerOnlyFile.create(beside(Bundle.SIGNATURE), signature.get().getBytes(StandardCharsets.US_ASCII));
            } else {
                Files.deleteIfExists(beside(Bundle.SIGNATURE));
            }
            return sideFile;
        });
    }

    private Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private void print(BundleContents contents, SideFile sideFile, Optional<String> signer) {
        if (!text()) {
            answers.print(document(contents, sideFile, signer), global.output());
            return;
        }
        say("Wrote " + file + " with the state of " + contents.commit().shortId() + ": "
                + Phrases.count(contents.objects(), "object") + ", "
                + Phrases.number(contents.opened()) + " of them unsealed, "
                + Phrases.number(sideFile.file().size()) + " bytes");
        say("  " + signer.map(key -> "signed by " + key).orElse("not signed, since the history is not either")
                + "; keep what stands beside it with it");
        contents.shortfalls().forEach(shortfall -> terminal.err()
                .println("  ! " + shortfall.id() + (shortfall.sealed() ? " stays sealed: " : " is lost: ")
                        + shortfall.why()));
    }

    private ObjectNode document(BundleContents contents, SideFile sideFile, Optional<String> signer) {
        ObjectNode document = Json.object()
                .put("file", file.toString())
                .put("commit", contents.commit().id())
                .put("createdAt", contents.createdAt().toString())
                .put("status", contents.complete() ? "Complete" : "Partial")
                .put("objects", contents.objects())
                .put("unsealed", contents.opened())
                .put("kdf", sideFile.kdf().name())
                .put("size", sideFile.file().size())
                .put("sha256", sideFile.file().sha256());
        signer.ifPresent(key -> document.put("signedBy", key));
        ArrayNode missing = document.putArray("shortfalls");
        for (Shortfall shortfall : contents.shortfalls()) {
            ObjectNode node = missing.addObject();
            node.set("id", Json.id(shortfall.id()));
            node.put("state", shortfall.sealed() ? "sealed" : "lost").put("reason", shortfall.why());
        }
        return document;
    }
}
