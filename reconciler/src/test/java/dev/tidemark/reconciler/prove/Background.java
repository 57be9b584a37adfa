package dev.tidemark.reconciler.prove;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Does something over and over beside the test, until it is closed; what goes wrong there fails the test then. */
final class Background implements AutoCloseable {

    private final AtomicInteger times = new AtomicInteger();
    private final AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    private final Thread thread;
    private volatile boolean closing;

    Background(Runnable something) {
        thread = Thread.ofPlatform()
                .daemon()
                .uncaughtExceptionHandler((t, e) -> failure.set(Optional.of(e)))
                .start(() -> {
                    while (!closing) {
                        something.run();
                        times.incrementAndGet();
                    }
                });
    }

    /** How often it was done so far. */
    int times() {
        return times.get();
    }

    boolean alive() {
        return thread.isAlive();
    }

    /** Waits for the last time to end. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        failure.get().ifPresent(e -> {
            throw new AssertionError("what happened beside the test failed", e);
        });
    }
}
