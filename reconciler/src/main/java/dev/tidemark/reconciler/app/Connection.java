package dev.tidemark.reconciler.app;

import dev.tidemark.reconciler.cli.GlobalOptions;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.Once;

/** The connection of one command: made when it is first asked for, or before that on a thread of its own. */
final class Connection implements AutoCloseable {

    private final Once<Cluster> cluster;

    Connection(GlobalOptions global) {
        this.cluster = new Once<>(() -> Cluster.connect(global.kubeconfig(), global.context()));
    }

    /** Reading the kubeconfig and shaking hands takes about as long as opening a repository: the two go side by side. */
    void begin() {
        Thread.ofPlatform().daemon().name("connect").start(this::greet);
    }

    private void greet() {
        try {
            cluster().identity();
        } catch (RuntimeException e) { // whoever asks for it next is told; one that has closed it already asks no more
        }
    }

    /** @throws dev.tidemark.snapshots.model.Failure usage, when no cluster is named or the context is unknown */
    Cluster cluster() {
        return cluster.get();
    }

    @Override
    public void close() {
        cluster.made().ifPresent(Cluster::close);
    }
}
