package dev.tidemark.reconciler.restore;

import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.seal.Unsealer;

/** Turns the manifests of a snapshot into what is written to the cluster: all stay as they are but those that are sealed. */
public final class SecretOpener {

    private final SecretsMode mode;
    private final Unsealer unsealer;

    public SecretOpener(SecretsMode mode, Unsealer unsealer) {
        this.mode = mode;
        this.unsealer = unsealer;
    }

    /** Whether {@code manifest} is a sealed Secret that can be opened later, as far as can be told without opening it. */
    boolean opensLater(Manifest manifest) {
        return mode == SecretsMode.plain
                && SecretDocuments.standsForSecret(manifest.tree())
                && unsealer.hasKeysFor(manifest.tree());
    }

    public Wanted wanted(Manifest manifest) {
        if (!SealedDocuments.isSealed(manifest.tree())) {
            return new Wanted.Tree(manifest.id(), manifest.tree());
        }
        if (mode == SecretsMode.skip) {
            return new Wanted.LeftOut(manifest.id(), "--secrets skip");
        }
        if (mode == SecretsMode.sealed && SecretDocuments.standsForSecret(manifest.tree())) {
            return new Wanted.Tree(sealedId(manifest.id()), manifest.tree());
        }
        return switch (unsealer.open(manifest.tree())) {
            case Unsealer.Unsealed.Opened opened -> new Wanted.Tree(manifest.id(), opened.object());
            case Unsealer.Unsealed.Unopenable closed -> new Wanted.Unknown(manifest.id(), closed.reason());
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
