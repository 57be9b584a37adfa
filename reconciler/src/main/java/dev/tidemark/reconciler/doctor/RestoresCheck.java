package dev.tidemark.reconciler.doctor;

import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.restore.BegunRestores;
import dev.tidemark.snapshots.model.Finding;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.TypeTable;
import java.util.ArrayList;
import java.util.List;

/** Whether a restore was killed, and left webhooks out of the way. */
public final class RestoresCheck implements Check {

    private final Reach reach;
    private final BegunRestores restores;

    public RestoresCheck(Reach reach, BegunRestores restores) {
        this.reach = reach;
        this.restores = restores;
    }

    @Override
    public String subject() {
        return "restores";
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        for (BegunRestores.Begun begun : restores.withoutEnd()) {
            String restore = "restore " + begun.entry().id();
            String again = "repeat it: tidemark restore "
                    + begun.entry().commit().substring(0, 7)
                    + " with the same selection; or take it back: tidemark undo "
                    + begun.entry().id();
            if (begun.later().isEmpty()) {
                findings.add(Finding.warn(
                        "unfinished-restore",
                        restore,
                        "was begun at " + begun.time() + " and has not ended: it is at work, or was killed",
                        again));
            }
            List<String> disarmed =
                    reach.cluster().map(cluster -> disarmed(cluster, begun)).orElse(List.of());
            if (!disarmed.isEmpty()) {
                findings.add(Finding.fail(
                        "disarmed", restore, "has left out of the way: " + String.join(", ", disarmed), again));
            }
        }
        return findings.isEmpty() ? List.of(Finding.ok("restores", subject(), "none is unfinished")) : findings;
    }

    private List<String> disarmed(Cluster cluster, BegunRestores.Begun begun) {
        TypeTable served = reach.discovery().types();
        return restores.webhooks(begun, served).stream()
                .filter(id -> missing(cluster, served, id))
                .map(ResourceId::display)
                .toList();
    }

    private static boolean missing(Cluster cluster, TypeTable served, ResourceId id) {
        return served.ofKind(id.group(), id.kind())
                .map(type -> cluster.reader().get(type, "", id.name()).isEmpty())
                .orElse(true);
    }
}
