package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.keys.EscrowList;
import dev.tidemark.reconciler.keys.KeyHome;
import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.git.SigningKey;
import dev.tidemark.snapshots.model.Failure;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark keys init}. */
@Command(
        name = "init",
        description = "Gives a repository its keys on this machine, or in a Secret of the cluster.",
        footer = {
            "",
            "With --from FILE --identity FILE: those of an escrow. With the repository, the escrow and the identity a",
            "new machine can do all that the lost one could.",
            "With --key-secret NS/NAME: into that Secret, for the pods that work with the repository; without --from",
            "those of the key home. The Secret is never exported.",
            "Where there are none at all: new ones. Then everything is sealed anew once, and whoever restores has to",
            "trust the new signing key. Refused (4) where there are keys already."
        })
final class KeysInitCommand extends Verb {

    @Option(names = "--from", paramLabel = "FILE", description = "The escrow that tidemark keys escrow wrote.")
    @Nullable
    Path from;

    KeysInitCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        try (Session session = workbench.open(global)) {
            KeyHome keys = session.keys();
            refuseKeys(keys);
            if (from != null) {
                keys.save(opened(session, from));
            } else if (global.keySecret().isPresent() && !session.folderKeys().isEmpty()) {
                keys.save(session.folderKeys());
            } else {
                keys.saveSigningKey(SigningKey.generate("tidemark"));
                keys.saveFingerprintKey(FingerprintKey.generate());
                session.keyRotation().own();
            }
            print(keys);
        }
        return ExitCode.DONE;
    }

    private static EscrowList opened(Session session, Path file) {
        EscrowList escrow = session.openEscrow(file);
        if (!escrow.repository().equals(session.repositoryId())) {
            throw Failure.usage(
                    "other-repository",
                    "take the keys of " + file,
                    "they belong to repository " + escrow.repository() + ", and this one is " + session.repositoryId(),
                    "check -C and the escrow's name");
        }
        return escrow;
    }

    private static void refuseKeys(KeyHome keys) {
        if (!keys.isEmpty()) {
            throw Failure.refused(
                    "keys-there",
                    "give the repository its keys",
                    "there are keys in " + keys.place() + " already",
                    "if they are not wanted, move them away");
        }
    }

    private void print(KeyHome keys) {
        Optional<String> signing = keys.signingKey().map(SigningKey::fingerprint);
        if (!text()) {
            ObjectNode document = Json.object().put("keys", keys.place());
            signing.ifPresent(s -> document.put("signing", s));
            keys.sealingCertificate().ifPresent(c -> document.put("sealing", c.fingerprint()));
            answers.print(document, global.output());
            return;
        }
        say("Keys in " + keys.place());
        signing.ifPresent(s -> say("  signs with  " + s + ", which is trusted"));
        keys.sealingCertificate().ifPresent(c -> say("  seals with  " + c.fingerprint()));
        say("Opens what is sealed for "
                + Phrases.count(keys.keyring().certificates().size(), "key") + ".");
    }
}
