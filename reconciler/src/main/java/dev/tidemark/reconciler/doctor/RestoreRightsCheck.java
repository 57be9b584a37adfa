package dev.tidemark.reconciler.doctor;

import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.Listing;
import dev.tidemark.snapshots.model.Finding;
import java.util.List;
import java.util.function.Supplier;

/** What a restore with this account could write. One that only takes snapshots needs none of it. */
public final class RestoreRightsCheck implements Check {

    /** All that a restore with {@code --prune} does. */
    private static final List<String> VERBS = List.of("get", "create", "update", "patch", "delete");

    private final Reach reach;
    private final Supplier<List<Listing>> listings;

    /** {@code listings} = the lists that snapshots of all components make. */
    public RestoreRightsCheck(Reach reach, Supplier<List<Listing>> listings) {
        this.reach = reach;
        this.listings = listings;
    }

    @Override
    public String subject() {
        return "restore";
    }

    @Override
    public List<Finding> look() {
        return reach.cluster().map(this::written).stream().toList();
    }

    private Finding written(Cluster cluster) {
        List<Listing> wanted = listings.get();
        List<Listing> lacking = new Rights(cluster).lacking(wanted, VERBS);
        int types = Rights.types(wanted);
        String message =
                "this account may write objects of " + (types - Rights.types(lacking)) + " of " + types + " types";
        return lacking.isEmpty()
                ? Finding.ok("restore-rights", subject(), message)
                : Finding.warn(
                        "restore-rights",
                        subject(),
                        message + ", not " + String.join(", ", Rights.names(lacking)),
                        "restore with an account that may " + String.join(", ", VERBS) + " them (--context)");
    }
}
