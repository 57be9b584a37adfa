package dev.tidemark.reconciler.bundle;

import dev.tidemark.snapshots.model.ResourceId;

/**
 * An object that is not in a bundle as it should be.
 *
 * @param id whose
 * @param sealed whether it is in there as it stands in the repository; else it is lost, and not in there at all
 * @param why for a person
 */
public record Shortfall(ResourceId id, boolean sealed, String why) {}
