package dev.tidemark.snapshots.seal;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Which items of a snapshot are sealed anew although their value has not changed, and how many of them at most. */
public final class Resealing {

    private final Set<String> stay;
    private final AtomicInteger room;

    private Resealing(Set<String> stay, int most) {
        this.stay = stay;
        this.room = new AtomicInteger(most);
    }

    /** Unchanged items keep their ciphertext. */
    public static Resealing none() {
        return new Resealing(Set.of(), 0);
    }

    /** At most {@code most} items that are sealed for a certificate other than {@code stay} ({@code SHA256:…}). */
    public static Resealing allBut(Set<String> stay, int most) {
        return new Resealing(Set.copyOf(stay), most);
    }

    /** Whether an unchanged item of this certificate is to be sealed anew; uses up room. */
    boolean takes(String certificate) {
        return !stay.contains(certificate) && room.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }
}
