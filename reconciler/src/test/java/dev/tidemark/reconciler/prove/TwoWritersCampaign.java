package dev.tidemark.reconciler.prove;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Program;
import dev.tidemark.reconciler.kit.TestCluster;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Writers that meet, in one repository and at one remote, lose nothing of each other's. */
@ExtendWith(ControlPlane.class)
class TwoWritersCampaign {

    private final Extent extent = Extent.of(TwoWritersCampaign.class, 20);
    /** Revisions of the commits that were reported, and of those that were reported as given up. */
    private final Set<String> reported = new HashSet<>();

    private final Set<String> givenUp = new HashSet<>();
    private int raced;

    @TempDir
    private Path folder;

    @Test
    void no_commit_is_lost_and_the_history_keeps_the_order_of_the_cluster(
            TestCluster cluster, Kubectl kubectl, Namespace one, Namespace two) {
        Git remote = new Git(folder.resolve("remote.git"));
        Program.onPath("git")
                .run(
                        "init",
                        "--quiet",
                        "--bare",
                        "-b",
                        "live/default",
                        remote.repository().toString())
                .exited(0);
        Installed first = Installed.in(folder, cluster)
                .init("--remote", remote.repository().toString());
        note(first, first.run("snapshot", "-o", "json"));
        Installed second = first.withRepository(folder.resolve("clone"));
        remote.run("clone", "--quiet", ".", second.repository().toString());

        try (DirectApi api = new DirectApi(kubectl)) {
            SmallChanges changes = new SmallChanges(api, extent.random(), one, two);
            for (int i = 0; i < extent.count(); i++) {
                try (Background _ = new Background(changes)) {
                    atOnce(first, first, second);
                }
                remote.assertSound();
            }
        }
        Stream.of(first, second, first).forEach(last -> note(last, last.run("snapshot", "-o", "json")));
        check(remote);
        Stream.of(first, second).forEach(clone -> {
            assertThat(clone.git().tip()).as("tip of %s", clone.repository()).isEqualTo(remote.tip());
            clone.git().assertSound();
            clone.git().assertClean();
            clone.run("diff", "-n", one.name(), "-n", two.name()).exited(0);
        });
        extent.report(3 * extent.count() + " snapshots, " + reported.size() + " commits, " + givenUp.size()
                + " given up for a newer one, " + raced + " pushes left to the next run; the remote has "
                + remote.trailers("Tidemark-Seq").size() + " in one line");
    }

    /** All of them begin before the first one is waited for. */
    private void atOnce(Installed... writers) {
        List<CompletableFuture<Answer>> answers = Stream.of(writers)
                .map(writer -> CompletableFuture.supplyAsync(() -> writer.run("snapshot", "-o", "json")))
                .toList();
        for (int i = 0; i < writers.length; i++) {
            note(writers[i], answers.get(i).join());
        }
    }

    private void note(Installed writer, Answer answer) {
        JsonNode report = answer.exited(0).json();
        if (report.get("changed").asBoolean()) {
            reported.add(report.get("revision").asText());
        }
        for (JsonNode push : report.get("pushed")) {
            raced += push.get("ok").asBoolean() ? 0 : 1;
            push.get("dropped").forEach(commit -> givenUp.add(revision(writer.git(), commit.asText())));
        }
    }

    private static String revision(Git git, String commit) {
        return git.run("log", "-1", "--format=%(trailers:key=Tidemark-Revision,valueonly,separator=)", commit)
                .strip();
    }

    private void check(Git remote) {
        assertThat(remote.run("rev-list", "--min-parents=2", "live/default"))
                .as("merges")
                .isEmpty();
        List<String> revisions = remote.trailers("Tidemark-Revision");
        assertThat(revisions.stream().map(BigInteger::new)).isSorted().doesNotHaveDuplicates();
        assertThat(remote.trailers("Tidemark-Seq").stream().map(BigInteger::new))
                .isSorted()
                .doesNotHaveDuplicates();
        Set<String> lost = new HashSet<>(reported);
        revisions.forEach(lost::remove);
        lost.removeAll(givenUp);
        assertThat(lost)
                .as("revisions of commits that were reported and are nowhere")
                .isEmpty();
    }
}
