package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.keys.Controller;
import dev.tidemark.reconciler.keys.EscrowWriter;
import dev.tidemark.reconciler.keys.KeyNeeds;
import dev.tidemark.reconciler.keys.KeyRotation;
import dev.tidemark.snapshots.seal.SealingCertificate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark keys rotate}. */
@Command(
        name = "rotate",
        description = "Puts a new sealing key in force: a fresh pair, or another certificate.",
        footer = {
            "",
            "New and changed values are sealed for it from the next snapshot on; tidemark reseal moves the rest. The",
            "key before stays here, since older snapshots need it. Where an escrow was written before, it is renewed."
        })
final class KeysRotateCommand extends Verb {

    @Option(
            names = "--cert",
            paramLabel = "FILE|controller",
            description = "Seal for this certificate, or for the controller's, instead of a fresh pair."
                    + " controller:NS/NAME names its Service. Its renewals are taken up by themselves.")
    @Nullable
    String certificate;

    @Option(
            names = "--accept",
            paramLabel = "SHA256:…",
            description = "Take up this certificate of the controller, although nothing shows that it is its own.")
    @Nullable
    String accepted;

    KeysRotateCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        try (Session session = workbench.open(global)) {
            KeyRotation.Rotated rotated = rotate(session, session.keyRotation());
            EscrowWriter.Renewal escrow = renewed(session);
            print(session, rotated, escrow);
            return escrow instanceof EscrowWriter.Renewal.NotPossible ? ExitCode.PARTIAL : ExitCode.DONE;
        }
    }

    private KeyRotation.Rotated rotate(Session session, KeyRotation rotation) {
        if (certificate == null) {
            return rotation.own();
        }
        Optional<Controller> controller = Controller.named(certificate);
        return controller.isPresent()
                ? rotation.follow(controller.get(), session.cluster(), Optional.ofNullable(accepted))
                : rotation.to(session.certificate(certificate));
    }

    /** No cluster is asked where nothing is to be escrowed. */
    private EscrowWriter.Renewal renewed(Session session) {
        return session.keys().escrows().recipients().isEmpty()
                ? new EscrowWriter.Renewal.NotNeeded()
                : session.escrowWriter()
                        .renew(new KeysOfCluster(session, terminal)
                                .asFarAsKnown("the keys of a sealed-secrets controller are not in the escrow"));
    }

    private void print(Session session, KeyRotation.Rotated rotated, EscrowWriter.Renewal escrow) {
        KeyNeeds needs = session.keyNeeds();
        Optional<String> before = rotated.before()
                .map(SealingCertificate::fingerprint)
                .filter(name -> !name.equals(rotated.now().fingerprint()));
        if (!text()) {
            ObjectNode document = Json.object().put("sealing", rotated.now().fingerprint());
            before.ifPresent(name -> document.put("before", name).put("inUseBy", needs.itemsAtHead(name)));
            if (escrow instanceof EscrowWriter.Renewal.Written written) {
                document.put("escrow", written.escrow().file());
            }
            answers.print(document, global.output());
        } else {
            say("Seals for " + rotated.now().fingerprint() + " from now on.");
            before.ifPresent(name -> say("  " + retirement(needs, name)));
        }
        switch (escrow) {
            case EscrowWriter.Renewal.Written written ->
                say("  Escrowed to " + written.escrow().file());
            case EscrowWriter.Renewal.NotPossible not ->
                terminal.err().println("  not escrowed: " + not.why() + "; tidemark keys escrow tries again");
            case EscrowWriter.Renewal.NotNeeded none -> {
                if (session.keys().escrows().recipients().isEmpty()) {
                    say("  It is not escrowed: tidemark keys escrow");
                }
            }
        }
    }

    private static String retirement(KeyNeeds needs, String before) {
        int items = needs.itemsAtHead(before);
        if (items > 0) {
            return Phrases.count(items, "item") + " at HEAD still need " + before + ": tidemark reseal moves them.";
        }
        return needs.newest(before)
                .map(commit -> before + " may be retired when no snapshot up to " + commit.shortId() + " ("
                        + Phrases.time(commit.time()) + ") is kept any more.")
                .orElse(before + " is needed by nothing, and may be retired.");
    }
}
