package dev.tidemark.reconciler.doctor;

import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.layout.ClusterFile;
import dev.tidemark.snapshots.model.Finding;
import java.util.List;
import java.util.Optional;

/** Whether the cluster is the one that a component's history describes. */
public final class SameClusterCheck implements Check {

    private final Reach reach;
    private final History history;

    public SameClusterCheck(Reach reach, History history) {
        this.reach = reach;
        this.history = history;
    }

    @Override
    public String subject() {
        return "live/" + history.component();
    }

    @Override
    public List<Finding> look() {
        Optional<ClusterFile> described = history.tip().map(history::open).flatMap(tip -> tip.cluster());
        return described.flatMap(then -> reach.cluster().map(now -> compared(then, now))).stream()
                .toList();
    }

    private Finding compared(ClusterFile then, Cluster now) {
        String uid = now.identity().uid();
        return then.cluster().equals(uid)
                ? Finding.ok("same-cluster", subject(), "describes this cluster")
                : Finding.fail(
                        "other-cluster",
                        subject(),
                        "describes cluster " + then.cluster() + ", and this one is " + uid,
                        "check -C and --context; if the cluster was rebuilt: tidemark snapshot --adopt-cluster");
    }
}
