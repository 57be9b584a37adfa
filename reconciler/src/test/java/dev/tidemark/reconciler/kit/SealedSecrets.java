package dev.tidemark.reconciler.kit;

import java.nio.file.Path;

/**
 * A running sealed-secrets controller, in {@code kube-system}.
 *
 * @param certificate what to seal for it with, PEM
 * @param kubeseal its own program
 */
public record SealedSecrets(Path certificate, Program kubeseal) {}
