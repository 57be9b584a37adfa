package dev.tidemark.reconciler.app;

import dev.tidemark.reconciler.cli.GlobalOptions;
import dev.tidemark.reconciler.cluster.Cluster;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** The connection of one command: made when it is first asked for, or before that on a thread of its own. */
final class Connection implements AutoCloseable {

    private final FutureTask<Cluster> cluster;

    Connection(GlobalOptions global) {
        this.cluster = new FutureTask<>(() -> Cluster.connect(global.kubeconfig(), global.context()));
    }

    /** Reading the kubeconfig and shaking hands takes about as long as opening a repository: the two go side by side. */
    void begin() {
        Thread.ofPlatform().daemon().name("connect").start(() -> {
            cluster.run();
            if (cluster.state() == Future.State.SUCCESS) {
                greet(cluster.resultNow());
            }
        });
    }

    private static void greet(Cluster cluster) {
        try {
            cluster.identity();
        } catch (RuntimeException e) { // whoever asks for it next is told; one that has closed it already asks no more
        }
    }

    /** @throws dev.tidemark.snapshots.model.Failure usage, when no cluster is named or the context is unknown */
    Cluster cluster() {
        cluster.run();
        try {
            return cluster.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException problem ? problem : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        if (cluster.state() == Future.State.SUCCESS) {
            cluster.resultNow().close();
        }
    }
}
