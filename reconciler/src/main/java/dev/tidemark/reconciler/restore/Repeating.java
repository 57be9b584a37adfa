package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.WriteResult;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Sends a write, or its dry run, again while the server is too busy for it, or its answer gets lost. */
final class Repeating {

    private static final int TRIES = 8;
    /** A server that gave up was not busy. */
    private static final int TRIES_WHERE_IT_GAVE_UP = 2;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private Repeating() {}

    /** For what changes nothing, or may as well be done twice. */
    static WriteResult write(Supplier<WriteResult> send) {
        return write(send, Optional::empty);
    }

    /**
     * @param landed the object, if it turns out to be as {@code send} makes it: the write was done, only its answer lost
     */
    static WriteResult write(Supplier<WriteResult> send, Supplier<Optional<ObjectNode>> landed) {
        WriteResult result = send.get();
        Duration pause = FIRST_PAUSE;
        for (int sent = 1; again(result, sent); sent++) {
            if (!slept(wait(result, pause))) {
                return result;
            }
            Optional<ObjectNode> there = landed.get();
            if (there.isPresent()) {
                return new WriteResult.Written(there.get());
            }
            result = send.get();
            pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        }
        return result;
    }

    private static boolean again(WriteResult result, int sent) {
        return result instanceof WriteResult.Rejected rejected
                && Retry.soon(rejected.error())
                && sent < (rejected.error().gaveUp() ? TRIES_WHERE_IT_GAVE_UP : TRIES);
    }

    /** As long as the server asks for, within reason. */
    private static Duration wait(WriteResult result, Duration otherwise) {
        return result instanceof WriteResult.Rejected rejected
                ? shorter(rejected.error().retryAfter().orElse(otherwise), LONGEST_PAUSE)
                : otherwise;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static boolean slept(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
