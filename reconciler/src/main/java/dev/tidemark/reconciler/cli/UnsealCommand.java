package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.seal.Unsealer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tidemark unseal}. */
@Command(
        name = "unseal",
        description = "Opens SealedSecrets, Tidemark's and kubeseal's, and SOPS files of Secrets, without a cluster.",
        footer = {
            "",
            "The keys (--keys) are PEM (PKCS#1 or PKCS#8), a key Secret, a List of them, or an escrow file with",
            "--identity; several files are separated by commas. SOPS files open with --identity alone. All items",
            "open, or nothing is written and those that do not are named. Refused (4): --to a file inside a Git",
            "work tree."
        })
final class UnsealCommand extends Verb {

    @Mixin
    ManifestFiles files = new ManifestFiles();

    UnsealCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        Optional<Path> to = files.to();
        to.ifPresent(file -> OwnerOnlyFile.refuseWorkTree(file, "write opened Secrets to "));
        List<ObjectNode> documents = files.read(terminal);
        byte[] text = ManifestFiles.text(opened(documents), global.output());
        if (to.isPresent()) {
            OwnerOnlyFile.create(to.get(), text);
            say("Opened " + Phrases.count(documents.size(), "Secret") + " into " + to.get());
        } else {
            answers.print(text);
        }
        return ExitCode.DONE;
    }

    private List<ObjectNode> opened(List<ObjectNode> documents) {
        documents.forEach(this::check);
        Unsealer unsealer = workbench.unsealer(global);
        List<ObjectNode> secrets = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        for (ObjectNode document : documents) {
            switch (unsealer.open(document)) {
                case Unsealer.Unsealed.Opened opened -> secrets.add(opened.object());
                case Unsealer.Unsealed.Unopenable unopenable -> closed.add(name(document) + ": " + unopenable.reason());
            }
        }
        if (!closed.isEmpty()) {
            throw Failure.failed(
                    "no-key",
                    "open what is sealed in " + files.origin(),
                    String.join("\n  ", closed),
                    "give the private sealing keys with --keys, or the age identity with --identity");
        }
        return secrets;
    }

    private void check(ObjectNode document) {
        if (!document.path("kind").asText().equals("SealedSecret") && !SealedDocuments.isSealed(document)) {
            throw files.unreadable(
                    "the " + document.path("kind").asText("document") + " " + name(document) + " is not sealed");
        }
    }

    private static String name(ObjectNode document) {
        return document.path("metadata").path("namespace").asText("") + "/"
                + document.path("metadata").path("name").asText("");
    }
}
