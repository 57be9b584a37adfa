package dev.tidemark.reconciler.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.reconciler.cluster.ClusterWriter;
import dev.tidemark.reconciler.cluster.WriteResult;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.plan.Propagation;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Fills a cluster for benchmarks, changes a share of it, and empties it again.
 *
 * <pre>
 * SyntheticCluster KUBECONFIG load FROM TO            objects FROM to TO - 1
 * SyntheticCluster KUBECONFIG change PERCENT ROUND TO that share of the first TO objects, others each round
 * SyntheticCluster KUBECONFIG empty TO                deletes the first TO objects, not their namespaces
 * SyntheticCluster KUBECONFIG write TO FILE           the first TO objects as kubectl reads them
 * </pre>
 */
final class SyntheticCluster implements AutoCloseable {

    /** More adds nothing but waiting time at the API server. */
    private static final int WRITES_AT_ONCE = 16;

    private static final long SEED = 42;

    private final Cluster cluster;
    private final ClusterWriter writer;
    private final SyntheticObjects objects = new SyntheticObjects(SEED);

    private SyntheticCluster(Path kubeconfig) {
        this.cluster = Cluster.connect(Optional.of(kubeconfig), Optional.empty());
        this.writer = cluster.writer("bench");
    }

    public static void main(String[] args) throws Exception {
        try (SyntheticCluster synthetic = new SyntheticCluster(Path.of(args[0]))) {
            switch (args[1]) {
                case "load" -> synthetic.load(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
                case "change" ->
                    synthetic.change(Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
                case "empty" -> synthetic.empty(Integer.parseInt(args[2]));
                case "write" -> synthetic.write(Integer.parseInt(args[2]), Path.of(args[3]));
                default -> throw new IllegalArgumentException("load, change, empty or write, not " + args[1]);
            }
        }
    }

    private void load(int from, int to) throws InterruptedException, ExecutionException {
        TypeTable types = define();
        each(
                IntStream.range(SyntheticObjects.namespaces(from), SyntheticObjects.namespaces(to)),
                i -> create(types, SyntheticObjects.namespace(i)));
        each(IntStream.range(from, to), i -> create(types, objects.object(i, 0)));
    }

    /** Waits until the custom resources are served. */
    private TypeTable define() throws InterruptedException {
        TypeTable types = cluster.discover().types();
        while (types.ofKind("bench.tidemark.dev", "Cache").isEmpty()) {
            create(types, SyntheticObjects.definition());
            Thread.sleep(100);
            types = cluster.discover().types();
        }
        return types;
    }

    private void change(int percent, int round, int count) throws InterruptedException, ExecutionException {
        TypeTable types = cluster.discover().types();
        int every = 100 / percent;
        IntStream chosen = IntStream.range(0, count).filter(i -> (i / 7 + i + round) % every == 0);
        each(chosen, i -> {
            ObjectNode object = objects.object(i, round);
            done(object, writer.apply(type(types, object), object, ClusterWriter.Mode.REAL));
        });
    }

    private void empty(int count) throws InterruptedException, ExecutionException {
        TypeTable types = cluster.discover().types();
        each(IntStream.range(0, count), i -> {
            ObjectNode object = objects.object(i, 0);
            ResourceType type = type(types, object);
            ResourceId id = type.id(
                    object.path("metadata").path("namespace").asText(),
                    object.path("metadata").path("name").asText());
            cluster.reader()
                    .get(type, id.namespace(), id.name())
                    .ifPresent(live -> writer.delete(
                            type, id, live.path("metadata").path("uid").asText(), Propagation.BACKGROUND));
        });
    }

    private void write(int count, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < count; i++) {
                out.write("---\n" + objects.object(i, 0) + "\n");
            }
        }
    }

    private static void each(IntStream indices, IntConsumer write) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITES_AT_ONCE)) {
            List<Future<?>> writes = new ArrayList<>();
            indices.forEach(i -> writes.add(threads.submit(() -> write.accept(i))));
            for (Future<?> future : writes) {
                future.get();
            }
        }
    }

    private void create(TypeTable types, ObjectNode object) {
        done(object, writer.create(type(types, object), object, ClusterWriter.Mode.REAL));
    }

    private static ResourceType type(TypeTable types, ObjectNode object) {
        String apiVersion = object.path("apiVersion").asText();
        String group = apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
        return types.ofKind(group, object.path("kind").asText()).orElseThrow();
    }

    /** What is there already is fine: a load can be repeated. */
    private static void done(ObjectNode object, WriteResult result) {
        if (result instanceof WriteResult.Rejected rejected && rejected.error().code() != 409) {
            throw new IllegalStateException(object.path("kind").asText() + " "
                    + object.path("metadata").path("name").asText() + ": " + rejected.why());
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
