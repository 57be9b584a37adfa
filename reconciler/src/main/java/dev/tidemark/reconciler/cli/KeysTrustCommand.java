package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.model.Failure;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tidemark keys trust}. */
@Command(
        name = "trust",
        description = "Trusts the signatures of one key from now on, and of no other.",
        footer = {
            "",
            "For a clone on a machine that has no keys. Ask whoever runs the backups for the fingerprint: what the",
            "repository itself says about its keys proves nothing."
        })
final class KeysTrustCommand extends Verb {

    @Parameters(
            paramLabel = "SHA256:…",
            description = "The fingerprint of the signing key, as ssh-keygen -l prints it.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    String fingerprint;

    KeysTrustCommand(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        super(global, workbench, terminal, answers);
    }

    @Override
    public Integer call() {
        if (!fingerprint.matches("SHA256:[A-Za-z0-9+/]{43}")) {
            throw Failure.usage(
                    "bad-trust",
                    "trust " + fingerprint,
                    "it is no fingerprint of a key",
                    "it begins with SHA256: and has 43 characters more; ssh-keygen -lf prints it");
        }
        try (Session session = workbench.open(global)) {
            session.keys().trust(fingerprint);
            Optional<String> signer = signer(session);
            if (text()) {
                say("Trusts " + fingerprint + ", as " + session.keys().place() + " says.");
                if (!signer.equals(Optional.of(fingerprint))) {
                    say("The newest snapshot is "
                            + signer.map(s -> "signed by another key: " + s).orElse("not signed") + ".");
                }
            } else {
                ObjectNode document = Json.object().put("trusted", fingerprint);
                signer.ifPresent(s -> document.put("signer", s));
                answers.print(document, global.output());
            }
        }
        return ExitCode.DONE;
    }

    /** Who signed the newest snapshot, trusted or not. */
    private static Optional<String> signer(Session session) {
        return session.history().tip().flatMap(tip -> switch (TrustedSigners.check(session.repository(), tip)) {
            case TrustedSigners.Verdict.Trusted by -> Optional.of(by.fingerprint());
            case TrustedSigners.Verdict.Untrusted by -> Optional.of(by.fingerprint());
            case TrustedSigners.Verdict.Revoked by -> Optional.of(by.fingerprint());
            case TrustedSigners.Verdict.Unsigned unsigned -> Optional.empty();
            case TrustedSigners.Verdict.Unsupported unsupported -> Optional.empty();
            case TrustedSigners.Verdict.Invalid invalid -> Optional.empty();
        });
    }
}
