package dev.tidemark.reconciler.restore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.policies.readiness.Readiness;
import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.reconciler.cluster.ClusterReader;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.plan.Waves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * Holds the next wave back until what this one has written is ready. Most of it is by the answer to its own write; the
 * rest is looked at one by one, with growing pauses, until it is ready, has failed, or patience has an end.
 */
final class WaveGate {

    /** After a change the controllers' last verdict still stands for a moment: a failure counts when it has lasted. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    /** What is for another wave to be made usable: a claim may need a driver, a Service a balancer that is a workload. */
    private static final Set<String> READY_WITH_WORKLOADS = Set.of("PersistentVolumeClaim", "Service");

    private static final Set<Integer> NEEDED_BY_OTHERS = Set.of(Waves.CUSTOM_RESOURCE_DEFINITIONS, Waves.NAMESPACES);

    private final ClusterReader reader;
    private final LiveReadiness readiness;
    private final Duration timeout;
    private final boolean everything;
    private final Limiter limiter;
    private final Queue<Pending> pending = new ConcurrentLinkedQueue<>();

    /** {@code everything} = wait for health, not only for what later waves cannot do without. */
    WaveGate(ClusterReader reader, LiveReadiness readiness, Duration timeout, boolean everything, Limiter limiter) {
        this.reader = reader;
        this.readiness = readiness;
        this.timeout = timeout;
        this.everything = everything;
        this.limiter = limiter;
    }

    /**
     * An object that is not ready.
     *
     * @param wave the one at whose end it is to be ready
     * @param goesByItself whether it is done when it is gone
     * @param since when it was written, by {@link System#nanoTime}
     * @param last how ready it was when it was last looked at
     */
    record Pending(ResourceType type, ResourceId id, int wave, boolean goesByItself, long since, Readiness last) {

        Pending now(Readiness readiness) {
            return new Pending(type, id, wave, goesByItself, since, readiness);
        }

        boolean waiting() {
            return switch (last) {
                case Readiness.Ready ready -> false;
                case Readiness.Suspended suspended -> false;
                case Readiness.NotYet notYet -> true;
                case Readiness.Failed failed -> System.nanoTime() - since < SETTLING.toNanos();
            };
        }

        String why() {
            return switch (last) {
                case Readiness.NotYet notYet -> notYet.why();
                case Readiness.Failed failed -> failed.why();
                default -> "";
            };
        }
    }

    /** To be told of every write with the server's answer; from many threads. */
    void wrote(ResourceType type, ResourceId id, ObjectNode live) {
        int wave = Waves.of(id);
        if (everything || NEEDED_BY_OTHERS.contains(wave)) {
            int until = READY_WITH_WORKLOADS.contains(id.kind()) ? Math.max(wave, Waves.WORKLOADS) : wave;
            boolean goesByItself = live.path("spec").has("ttlSecondsAfterFinished");
            Pending written = new Pending(type, id, until, goesByItself, System.nanoTime(), ready(type, live));
            if (written.waiting()) {
                pending.add(written);
            }
        }
    }

    /** What cannot be told yet, since others may not be looked at, is no failure of the write. */
    private Readiness ready(ResourceType type, ObjectNode live) {
        try {
            return readiness.of(type, live);
        } catch (ApiError e) {
            return new Readiness.NotYet(e.message());
        }
    }

    /**
     * Waits for what is to be ready at the end of {@code wave} or before; no longer where nobody can tell.
     *
     * @param waiting is told what is still not ready
     * @return why what is not ready is not
     */
    Map<ResourceId, String> await(int wave, ExecutorService threads, Consumer<List<Pending>> waiting) {
        List<Pending> left =
                new ArrayList<>(pending.stream().filter(p -> p.wave() <= wave).toList());
        pending.removeIf(p -> p.wave() <= wave);
        Map<ResourceId, String> unhealthy = new HashMap<>();
        boolean inTime = new Awaiting(timeout).until(() -> {
            List<Pending> looked =
                    Running.all(threads, left, this::look, (object, why) -> object.now(new Readiness.NotYet(why)));
            left.clear();
            for (Pending object : looked) {
                if (object.waiting()) {
                    left.add(object);
                } else if (object.last() instanceof Readiness.Failed failed) {
                    unhealthy.put(object.id(), failed.why());
                }
            }
            waiting.accept(List.copyOf(left));
            return left.isEmpty() || reader.lost();
        });
        String waited = inTime ? "not ready: " : "not ready after " + timeout.toSeconds() + " s: ";
        left.forEach(p -> unhealthy.put(p.id(), waited + p.why()));
        return unhealthy;
    }

    private Pending look(Pending object) {
        return limiter.ask(() -> reader.get(
                        object.type(), object.id().namespace(), object.id().name()))
                .map(live -> object.now(readiness.of(object.type(), live)))
                .orElseGet(() -> object.now(
                        object.goesByItself()
                                ? new Readiness.Ready()
                                : new Readiness.NotYet("somebody has deleted it")));
    }
}
