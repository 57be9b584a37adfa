package dev.tidemark.reconciler.cluster;

import dev.tidemark.snapshots.model.Failure;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** A value that is made once, by whichever thread asks first; the others wait for it, and share its failure too. */
public final class Once<T> {

    private final FutureTask<T> task;

    public Once(Callable<T> make) {
        this.task = new FutureTask<>(make);
    }

    /**
     * @throws RuntimeException what the making threw
     * @throws Failure failed, when this thread is interrupted while another makes it
     */
    public T get() {
        task.run();
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException problem ? problem : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("interrupted", "wait for the cluster", "the run was interrupted", "run it again");
        }
    }

    /** The value, if it has been made. */
    public Optional<T> made() {
        return task.state() == Future.State.SUCCESS ? Optional.of(task.resultNow()) : Optional.empty();
    }
}
