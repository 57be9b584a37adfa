package dev.tidemark.snapshots.bundle;

import java.util.function.Supplier;

/**
 * A file in a bundle.
 *
 * @param path relative, with slashes
 * @param content asked for twice, for its sum and for itself; must answer the same both times
 */
public record BundleEntry(String path, Supplier<byte[]> content) {

    /** One whose content is at hand. */
    public static BundleEntry of(String path, byte[] content) {
        return new BundleEntry(path, () -> content);
    }
}
