package dev.tidemark.reconciler.kit;

import java.nio.file.Path;

/**
 * Somebody who may do nothing until a test binds a role to {@code name} (an RBAC subject of kind User).
 *
 * @param kubeconfig how to be that user
 */
public record User(String name, Path kubeconfig) {}
