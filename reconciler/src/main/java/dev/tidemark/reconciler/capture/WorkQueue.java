package dev.tidemark.reconciler.capture;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Spreads the work on objects over threads while they still arrive: one type may hold all the Secrets.
 * When the queue is full, the submitting thread works itself, so that never more than a few chunks are held.
 */
public final class WorkQueue implements AutoCloseable {

    private static final int WAITING = 4;

    private final ThreadPoolExecutor threads;
    private final AtomicReference<@Nullable Throwable> problem = new AtomicReference<>();
    private final Object idle = new Object();
    private int open;

    /** For work that the processors do. */
    public WorkQueue() {
        this(Runtime.getRuntime().availableProcessors());
    }

    /** For work that waits for somebody else, too: {@code workers} tasks at once. */
    public WorkQueue(int workers) {
        this.threads = new ThreadPoolExecutor(
                workers,
                workers,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    /** @throws RuntimeException the problem of an earlier task */
    public void submit(Runnable task) {
        raise();
        synchronized (idle) {
            open++;
        }
        threads.execute(() -> run(task));
    }

    private void run(Runnable task) {
        try {
            if (problem.get() == null) {
                task.run();
            }
        } catch (RuntimeException | Error e) {
            problem.compareAndSet(null, e);
        } finally {
            synchronized (idle) {
                open--;
                idle.notifyAll();
            }
        }
    }

    /** Returns when everything submitted is done. */
    public void await() {
        synchronized (idle) {
            while (open > 0) {
                try {
                    idle.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted", e);
                }
            }
        }
        raise();
    }

    private void raise() {
        switch (problem.get()) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException runtime -> throw runtime;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
