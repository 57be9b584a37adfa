package dev.tidemark.reconciler.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Tidemark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A commit shows the cluster at one instant: never an effect without its cause. */
@ExtendWith(ControlPlane.class)
class ConsistentCutCampaign {

    private static final int PAIRS = 4;
    private static final Pattern COUNTER = Pattern.compile("/(configmaps|deployments)/pair-(\\d)\\.yaml:.*\"(\\d+)\"");

    private final Extent extent = Extent.of(ConsistentCutCampaign.class, 2000);

    private int between;

    @Test
    void no_commit_holds_the_second_write_of_a_pair_without_the_first(
            Kubectl kubectl, Namespace namespace, Tidemark tidemark) {
        tidemark.init();
        int snapshots = 0;
        try (DirectApi api = new DirectApi(kubectl)) {
            IntStream.range(0, PAIRS).forEach(pair -> create(api, namespace, pair));
            try (Background counter = new Background(new Counter(api, namespace))) {
                while (counter.alive() && counter.times() < extent.count()) {
                    tidemark.run("snapshot", "-n", namespace.name()).exited(0);
                    snapshots++;
                }
            }
        }
        Git git = new Git(tidemark.repository());
        List<String> commits = git.run("log", "--format=%H", "--min-parents=1", "live/default")
                .lines()
                .toList();
        commits.forEach(commit -> check(git, commit, namespace));
        assertThat(between).as("pairs seen between their two writes").isPositive();
        extent.report(
                2 * PAIRS * extent.count() + " writes, " + snapshots + " snapshots, " + commits.size() + " commits, "
                        + PAIRS * commits.size() + " pairs read, " + between + " of them between their two writes");
    }

    /** The first write of a pair, then the second, pair by pair; then all with the next number. */
    private static final class Counter implements Runnable {

        private final DirectApi api;
        private final Namespace namespace;
        private int number;

        private Counter(DirectApi api, Namespace namespace) {
            this.api = api;
            this.namespace = namespace;
        }

        @Override
        public void run() {
            number++;
            for (int pair = 0; pair < PAIRS; pair++) {
                api.merge(path(namespace, first(pair), pair), patch());
                api.merge(path(namespace, second(pair), pair), patch());
            }
        }

        private String patch() {
            return "{\"metadata\":{\"annotations\":{\"counter\":\"" + number + "\"}}}";
        }
    }

    /** Types are listed in some order: one half of the pairs goes with it, the other against it. */
    private static String first(int pair) {
        return pair % 2 == 0 ? "configmaps" : "deployments";
    }

    private static String second(int pair) {
        return first(pair + 1);
    }

    private static String path(Namespace namespace, String plural, int pair) {
        String api = plural.equals("configmaps") ? "/api/v1" : "/apis/apps/v1";
        return api + "/namespaces/" + namespace + "/" + plural + "/pair-" + pair;
    }

    private static void create(DirectApi api, Namespace namespace, int pair) {
        api.apply(path(namespace, "configmaps", pair), """
                {"apiVersion": "v1", "kind": "ConfigMap",
                 "metadata": {"name": "pair-%d", "annotations": {"counter": "0"}}}""".formatted(pair));
        api.apply(path(namespace, "deployments", pair), """
                {"apiVersion": "apps/v1", "kind": "Deployment",
                 "metadata": {"name": "pair-%d", "annotations": {"counter": "0"}},
                 "spec": {"replicas": 0, "selector": {"matchLabels": {"app": "pair"}},
                   "template": {"metadata": {"labels": {"app": "pair"}},
                     "spec": {"containers": [{"name": "web", "image": "web"}]}}}}""".formatted(pair));
    }

    private void check(Git git, String commit, Namespace namespace) {
        Map<String, Integer> counters = new HashMap<>();
        git.run("grep", "-E", "^    counter: ", commit, "--", "namespaces/" + namespace)
                .lines()
                .map(COUNTER::matcher)
                .filter(Matcher::find)
                .forEach(found -> counters.put(found.group(1) + found.group(2), Integer.valueOf(found.group(3))));
        assertThat(counters).as("counters in %s", commit).hasSize(2 * PAIRS);
        for (int pair = 0; pair < PAIRS; pair++) {
            int ahead = counters.get(first(pair) + pair) - counters.get(second(pair) + pair);
            assertThat(ahead)
                    .as("how far the first write of pair %s is ahead in %s", pair, commit)
                    .isBetween(0, 1);
            between += ahead;
        }
    }
}
