package dev.tidemark.reconciler.restore;

import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.snapshots.model.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Works on many things side by side; whatever goes wrong with one is its own result. */
final class Running {

    /** Many more than requests, since most of them wait; few enough not to fill the memory. */
    private static final int AT_ONCE = 256;

    private Running() {}

    /**
     * The results in the order of {@code things}.
     *
     * @param wrong the result for a thing whose work threw, given why
     */
    static <T, R> List<R> all(
            ExecutorService threads, List<T> things, Function<T, R> work, BiFunction<T, String, R> wrong) {
        Semaphore room = new Semaphore(AT_ONCE);
        List<Future<R>> running = new ArrayList<>();
        for (T thing : things) {
            room.acquireUninterruptibly();
            running.add(threads.submit(() -> {
                try {
                    return work.apply(thing);
                } finally {
                    room.release();
                }
            }));
        }
        List<R> ended = new ArrayList<>();
        for (int i = 0; i < things.size(); i++) {
            ended.add(ended(running.get(i), things.get(i), wrong));
        }
        return ended;
    }

    private static <T, R> R ended(Future<R> running, T thing, BiFunction<T, String, R> wrong) {
        try {
            return running.get();
        } catch (ExecutionException e) {
            return wrong.apply(thing, why(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return wrong.apply(thing, "interrupted");
        }
    }

    private static String why(ExecutionException e) {
        return switch (e.getCause()) {
            case ApiError error -> error.message();
            case Failure failure -> failure.why();
            case null, default -> String.valueOf(e.getCause());
        };
    }
}
