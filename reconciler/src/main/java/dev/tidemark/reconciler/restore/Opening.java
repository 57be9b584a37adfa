package dev.tidemark.reconciler.restore;

import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.model.ResourceId;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads and opens what is to be written, on threads of its own: that takes processors, and the threads that wait for the
 * server must go on. The time that Secrets take is counted, as it is most of what a restore of many of them computes.
 */
final class Opening implements AutoCloseable {

    private final Targets targets;
    private final ExecutorService processors =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private final AtomicInteger secrets = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();

    Opening(Targets targets) {
        this.targets = targets;
    }

    /**
     * What {@code id} shall be.
     *
     * @throws dev.tidemark.snapshots.model.Failure when the repository cannot be read
     */
    Wanted of(ResourceId id) {
        try {
            return CompletableFuture.supplyAsync(
                            () -> SecretDocuments.isSecret(id) ? timed(id) : targets.of(id), processors)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException problem ? problem : e;
        }
    }

    private Wanted timed(ResourceId id) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Wanted wanted = targets.of(id);
        nanos.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        secrets.incrementAndGet();
        return wanted;
    }

    RestoreReport.Unsealing total() {
        return new RestoreReport.Unsealing(secrets.get(), nanos.get() / 1_000_000);
    }

    @Override
    public void close() {
        processors.close();
    }
}
