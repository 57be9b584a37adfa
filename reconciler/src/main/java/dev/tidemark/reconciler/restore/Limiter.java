package dev.tidemark.reconciler.restore;

import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.reconciler.cluster.WriteResult;
import java.util.function.Supplier;

/** Lets as many requests go at once as the server takes well. */
final class Limiter {

    private final InFlight allowed;
    private int going;

    Limiter(InFlight allowed) {
        this.allowed = allowed;
    }

    /** Asks something when there is room for it. */
    <T> T ask(Supplier<T> request) {
        enter();
        try {
            return request.get();
        } finally {
            leave();
        }
    }

    /** Writes when there is room for it, and learns from how that went. */
    WriteResult write(Supplier<WriteResult> request) {
        return ask(() -> {
            long start = System.nanoTime();
            WriteResult result = request.get();
            boolean refused = result instanceof WriteResult.Rejected rejected && Retry.soon(rejected.error());
            learn(refused, System.nanoTime() - start);
            return result;
        });
    }

    /** One more may go where there is more room now; waking all, thousands perhaps, would cost more than the requests. */
    private synchronized void learn(boolean refused, long nanos) {
        int before = allowed.size();
        allowed.answered(refused, nanos);
        if (allowed.size() > before) {
            notify();
        }
    }

    private synchronized void enter() {
        try {
            while (going >= allowed.size()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiError.interrupted();
        }
        going++;
    }

    private synchronized void leave() {
        going--;
        notify();
    }
}
