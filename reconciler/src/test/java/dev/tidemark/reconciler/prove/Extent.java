package dev.tidemark.reconciler.prove;

import java.util.Random;

/**
 * How long a campaign goes on, and what its random choices begin with: {@code -Dtidemark.prove.count} and
 * {@code -Dtidemark.prove.seed}. The seed repeats the choices, not the moments at which processes meet.
 */
record Extent(String campaign, int count, long seed) {

    /** The campaign's usual count and a seed of today, where none is given. */
    static Extent of(Class<?> campaign, int usual) {
        Extent extent = new Extent(
                campaign.getSimpleName(),
                Integer.getInteger("tidemark.prove.count", usual),
                Long.getLong("tidemark.prove.seed", System.currentTimeMillis()));
        extent.report("begins, " + usual + " are usual");
        return extent;
    }

    Random random() {
        return new Random(seed);
    }

    /** One line on standard output. */
    void report(String numbers) {
        System.out.println(campaign + " count=" + count + " seed=" + seed + ": " + numbers);
    }
}
