package dev.tidemark.reconciler.doctor;

import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.ClusterIdentity;
import dev.tidemark.reconciler.cluster.Listing;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Whether the cluster answers, and shows all that a snapshot is to hold. */
public final class ClusterCheck implements Check {

    private final Reach reach;
    private final Supplier<List<Listing>> listings;

    /** {@code listings} = the lists that snapshots of all components make. */
    public ClusterCheck(Reach reach, Supplier<List<Listing>> listings) {
        this.reach = reach;
        this.listings = listings;
    }

    @Override
    public String subject() {
        return "cluster";
    }

    @Override
    public List<Finding> look() {
        Cluster cluster;
        try {
            cluster = reach.answering();
        } catch (Failure silent) {
            return List.of(silence(silent));
        }
        List<Finding> findings = new ArrayList<>(List.of(listed(cluster)));
        reach.discovery()
                .broken()
                .forEach((group, why) -> findings.add(Finding.warn(
                        "api-unavailable",
                        "API group " + group,
                        why + ": what it holds is not known, and every snapshot is Partial",
                        "see what serves it: kubectl get apiservices")));
        return findings;
    }

    /** A machine that only keeps the repository knows no cluster. */
    private static Finding silence(Failure silent) {
        boolean none = silent.outcome() == Failure.Outcome.USAGE;
        return new Finding(
                none ? Finding.Level.WARN : Finding.Level.FAIL,
                silent.reason(),
                "cluster",
                "could not " + silent.tried() + ": " + silent.why() + "; what is here was looked at without it",
                silent.hint());
    }

    private Finding listed(Cluster cluster) {
        ClusterIdentity identity = cluster.identity();
        String subject = "cluster " + identity.name() + " (" + identity.kubernetes() + ")";
        List<Listing> wanted = listings.get();
        List<Listing> lacking = new Rights(cluster).lacking(wanted, List.of("list"));
        int types = Rights.types(wanted);
        int listed = types - Rights.types(lacking);
        String message = "answers; may list " + listed + " of " + types + " types";
        if (lacking.isEmpty()) {
            return Finding.ok("cluster", subject, message);
        }
        return new Finding(
                listed == 0 ? Finding.Level.FAIL : Finding.Level.WARN,
                "not-listed",
                subject,
                message + ", not " + String.join(", ", Rights.names(lacking)) + ": every snapshot is Partial",
                "grant the account list on them, or leave them out in the policy: exclude: [" + excluded(lacking)
                        + "]");
    }

    private static String excluded(List<Listing> lacking) {
        return String.join(
                ", ",
                lacking.stream().map(l -> l.type().qualifiedName()).distinct().toList());
    }
}
