package dev.tidemark.reconciler.restore;

import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.snapshots.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Runs the steps of a wave side by side; whatever goes wrong with one is its own result. */
final class Running {

    private Running() {}

    /** The results in the order of {@code steps}. */
    static List<Outcome> all(ExecutorService threads, List<Step> steps, Function<Step, Outcome> work) {
        List<Future<Outcome>> running = new ArrayList<>();
        for (Step step : steps) {
            running.add(threads.submit(() -> work.apply(step)));
        }
        List<Outcome> ended = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            ended.add(ended(running.get(i), steps.get(i)));
        }
        return ended;
    }

    private static Outcome ended(Future<Outcome> running, Step step) {
        try {
            return running.get();
        } catch (ExecutionException e) {
            String why = e.getCause() instanceof ApiError error ? error.message() : String.valueOf(e.getCause());
            return new Outcome(step.id(), Outcome.Kind.FAILED, why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(step.id(), Outcome.Kind.FAILED, "interrupted");
        }
    }
}
