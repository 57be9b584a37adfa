package dev.tidemark.reconciler.restore;

import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.seal.Unsealer;

/** Turns the manifests of a snapshot into what is written to the cluster: all stay as they are but sealed Secrets. */
public final class SecretOpener {

    private final SecretsMode mode;
    private final Unsealer unsealer;

    public SecretOpener(SecretsMode mode, Unsealer unsealer) {
        this.mode = mode;
        this.unsealer = unsealer;
    }

    /** Whether {@code manifest} is a sealed Secret, and so not simply what it states. */
    static boolean opens(Manifest manifest) {
        return SecretDocuments.standsForSecret(manifest.tree());
    }

    /** Whether {@code manifest} is a sealed Secret that can be opened later, as far as can be told without opening it. */
    boolean opensLater(Manifest manifest) {
        return mode == SecretsMode.plain && opens(manifest) && unsealer.hasKeysFor(manifest.tree());
    }

    public Wanted wanted(Manifest manifest) {
        if (!opens(manifest)) {
            return new Wanted.Tree(manifest.id(), manifest.tree());
        }
        return switch (mode) {
            case skip -> new Wanted.LeftOut(manifest.id(), "--secrets skip");
            case sealed -> new Wanted.Tree(sealedId(manifest.id()), manifest.tree());
            case plain ->
                switch (unsealer.open(manifest.tree())) {
                    case Unsealer.Unsealed.Opened opened -> new Wanted.Tree(manifest.id(), opened.secret());
                    case Unsealer.Unsealed.Unopenable closed -> new Wanted.Unknown(manifest.id(), closed.reason());
                };
        };
    }

    private static ResourceId sealedId(ResourceId secret) {
        return new ResourceId(
                SecretDocuments.SEALED_SECRETS_GROUP,
                "SealedSecret",
                "sealedsecrets",
                secret.namespace(),
                secret.name());
    }
}
