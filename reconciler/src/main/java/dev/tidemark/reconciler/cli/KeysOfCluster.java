package dev.tidemark.reconciler.cli;

import dev.tidemark.reconciler.keys.ControllerKeys;
import dev.tidemark.snapshots.model.Failure;

/** The keys of the cluster's sealed-secrets controllers, as far as they are needed and can be had. */
final class KeysOfCluster {

    private final Session session;
    private final Terminal terminal;

    KeysOfCluster(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    /** No cluster is asked for what a repository with a key pair of its own can tell without one. */
    ControllerKeys whereNeeded() {
        return own() ? ControllerKeys.none() : asFarAsKnown("the keys of a sealed-secrets controller are not known");
    }

    /** Those that there are; without an answer it is said on standard error, and there are none. */
    ControllerKeys asFarAsKnown(String without) {
        try {
            return session.controllerKeys();
        } catch (Failure unknown) {
            terminal.err().println("  " + without + ": " + unknown.why());
            return ControllerKeys.none();
        }
    }

    /** Whether the private key of the certificate in force is here without them. */
    boolean own() {
        return session.keys()
                .sealingCertificate()
                .map(session.keys().keyring()::has)
                .orElse(false);
    }
}
