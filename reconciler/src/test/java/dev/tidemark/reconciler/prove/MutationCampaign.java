package dev.tidemark.reconciler.prove;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.everykind.EveryKind;
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Empty;
import dev.tidemark.reconciler.kit.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever three managers did to an application with something of every kind, and whenever the restore is killed on its
 * way: one more makes the cluster the very tree of the snapshot, and then there is nothing to do. Each round has a seed of
 * its own, and a round that fails is repeated alone with that.
 */
@ExtendWith(ControlPlane.class)
class MutationCampaign {

    private static final int MOST_MUTATIONS = 15;
    private static final int PARTIAL = 3;

    /** What the mutations add that a prune does not delete unless it is named. */
    private static final List<String> GUARDED = List.of(
            "namespaces",
            "persistentvolumes",
            "persistentvolumeclaims",
            "storageclasses",
            "customresourcedefinitions",
            "secrets",
            "gadgets",
            "notes",
            "regions");

    /** How long a restore of a few objects writes, in nanoseconds. */
    private static final long WRITING = TimeUnit.SECONDS.toNanos(2);

    /** In milliseconds. */
    private static final int LOOK = 5;

    private static final String JOURNAL = "refs/tidemark/restores";

    private final Extent extent = Extent.of(MutationCampaign.class, 100);
    private final EveryKind application = new EveryKind();
    private final Map<String, Integer> outcomes = new TreeMap<>();

    private int mutations;
    private int refused;
    private int killed;
    private int killedWriting;
    private int leftBehind;

    /** Of a restore that was left alone, in nanoseconds. */
    private long usual = TimeUnit.SECONDS.toNanos(10);

    @TempDir
    private Path folder;

    @Test
    void a_restore_after_random_mutations_makes_the_cluster_the_very_tree_of_the_snapshot(@Empty TestCluster cluster)
            throws InterruptedException {
        application.make(cluster.kubectl());
        Installed tidemark = Installed.in(folder, cluster).init();
        JsonNode snapshot = tidemark.run("snapshot", "-o", "json").exited(0).json();
        for (int round = 0; round < extent.count(); round++) {
            long seed = extent.seed() + round;
            Random random = Random.from(new SplittableRandom(seed));
            List<Mutations.Mutation> made =
                    new Mutations(cluster.kubectl(), application, random).make(1 + random.nextInt(MOST_MUTATIONS));
            mutations += made.size();
            refused += (int) made.stream().filter(m -> m.refusal().isPresent()).count();
            try {
                restored(tidemark, snapshot, random);
            } catch (AssertionError e) {
                throw new AssertionError(
                        "round " + (round + 1) + "; -Dtidemark.prove.seed=" + seed
                                + " -Dtidemark.prove.count=1 repeats it alone; after"
                                + String.join(
                                        "", made.stream().map(m -> "\n  " + m).toList()),
                        e);
            }
        }
        assertThat(refused)
                .as("changes that the server refused, of " + mutations)
                .isLessThan(mutations / 3 + MOST_MUTATIONS);
        extent.report(mutations + " mutations (" + refused + " refused by the server); " + killed + " restores killed, "
                + killedWriting + " of them while they wrote; " + leftBehind
                + " left Pods of a Deployment made anew behind for the next; " + outcomes);
    }

    private void restored(Installed tidemark, JsonNode snapshot, Random random) throws InterruptedException {
        String commit = snapshot.path("commit").asText();
        boolean writing = random.nextBoolean();
        double moment = random.nextDouble();
        if (random.nextBoolean()) {
            kill(tidemark, restore(commit, "--yes"), writing, moment);
        }
        long start = System.nanoTime();
        Answer answer = tidemark.run(restore(commit, "--yes", "-o", "json"));
        usual = System.nanoTime() - start;
        if (answer.exit() == PARTIAL) {
            onlyLeftBehind(answer.json());
            answer = tidemark.run(restore(commit, "--yes", "-o", "json"));
            leftBehind++;
        }
        answer.exited(0);
        answer.json()
                .path("results")
                .forEach(result -> outcomes.merge(result.path("outcome").asText(), 1, Integer::sum));
        assertThat(tidemark.run("snapshot", "-o", "json").exited(0).json().path("tree"))
                .as(() -> tidemark.run("diff", commit).toString())
                .isEqualTo(snapshot.path("tree"));
        tidemark.run(restore(commit, "--dry-run")).exited(0);
    }

    /** A Deployment that is made anew with its old selector leaves the Pods of the other one: the next prune finds them. */
    private static void onlyLeftBehind(JsonNode report) {
        JsonNode verify = report.path("verify");
        assertThat(report.path("results"))
                .allSatisfy(result -> assertThat(result.path("outcome").asText())
                        .as("%s", result)
                        .isNotIn("blocked", "failed", "unhealthy"));
        assertThat(verify.path("missing")).isEmpty();
        assertThat(verify.path("residual")).isEmpty();
        assertThat(verify.path("extra"))
                .isNotEmpty()
                .allSatisfy(
                        id -> assertThat(id.path("kind").asText()).as("%s", id).isEqualTo("ReplicaSet"));
    }

    /** At any moment, or at one after the journal says that the restore begins to write. */
    private void kill(Installed tidemark, String[] restore, boolean writing, double moment)
            throws InterruptedException {
        String before = journal(tidemark);
        Process process = tidemark.begin(restore);
        while (writing && process.isAlive() && journal(tidemark).equals(before)) {
            process.waitFor(LOOK, TimeUnit.MILLISECONDS);
        }
        if (!process.waitFor((long) ((writing ? WRITING : usual) * moment), TimeUnit.NANOSECONDS)) {
            process.destroyForcibly().waitFor();
            killed++;
            Answer entry = tidemark.git().attempt("show", JOURNAL + ":restore.yaml");
            killedWriting += entry.out().contains("status: Started") ? 1 : 0;
        }
    }

    private static String journal(Installed tidemark) {
        return tidemark.git().attempt("rev-parse", "--verify", JOURNAL).out();
    }

    private String[] restore(String commit, String... how) {
        Stream<String> allowed = Stream.concat(
                GUARDED.stream().flatMap(type -> Stream.of("--allow-kind", type)),
                application.exchanges().stream()
                        .map(exchange -> exchange.subject().kind())
                        .distinct()
                        .flatMap(kind -> Stream.of("--allow-recreate", kind)));
        return Stream.of(
                        Stream.of("restore", commit, "--prune", "--no-wait", "--max-deletes", "1000"),
                        allowed,
                        Stream.of(how))
                .flatMap(words -> words)
                .toArray(String[]::new);
    }
}
