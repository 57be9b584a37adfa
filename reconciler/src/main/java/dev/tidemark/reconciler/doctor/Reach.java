package dev.tidemark.reconciler.doctor;

import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.Discovery;
import dev.tidemark.reconciler.cluster.Once;
import dev.tidemark.snapshots.model.Failure;
import java.util.Optional;
import java.util.function.Supplier;

/** The cluster, as far as it answers: one that does not is waited for once, and named once. */
public final class Reach {

    private final Once<Cluster> cluster;
    private final Once<Discovery> discovery;

    public Reach(Supplier<Cluster> connect) {
        this.cluster = new Once<>(() -> {
            Cluster named = connect.get();
            named.identity();
            return named;
        });
        this.discovery = new Once<>(() -> answering().discover());
    }

    /** @throws Failure when none is named, or it does not answer */
    Cluster answering() {
        return cluster.get();
    }

    /** Empty where {@link ClusterCheck} says that it does not answer. */
    public Optional<Cluster> cluster() {
        try {
            return Optional.of(answering());
        } catch (Failure silent) {
            return Optional.empty();
        }
    }

    /**
     * What it serves.
     *
     * @throws Failure when it does not answer
     */
    public Discovery discovery() {
        return discovery.get();
    }
}
