package dev.tidemark.reconciler.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot that is killed at any moment costs nothing but itself. */
@ExtendWith(ControlPlane.class)
class KilledWriterCampaign {

    /** So that some are killed while they end, and some not at all. */
    private static final double LONGEST = 1.1;

    private final Extent extent = Extent.of(KilledWriterCampaign.class, 50);
    private final Random random = extent.random();

    private int ended;
    private int interruptedMoves;
    private int dirty;

    @TempDir
    private Path folder;

    @Test
    void a_killed_snapshot_leaves_a_sound_repository_and_the_next_one_succeeds(
            TestCluster cluster, Kubectl kubectl, Namespace one, Namespace two, Namespace three)
            throws IOException, InterruptedException {
        Installed tidemark = Installed.in(folder, cluster).init();
        try (DirectApi api = new DirectApi(kubectl)) {
            SmallChanges changes = new SmallChanges(api, random, one, two, three);
            long usual = usual(tidemark, changes);
            for (int i = 0; i < extent.count(); i++) {
                try (Background _ = new Background(changes)) {
                    kill(tidemark, (long) (usual * LONGEST * random.nextDouble()));
                }
                tidemark.git().assertSound();
                tidemark.run("snapshot").exited(0);
                tidemark.git().assertSound();
                tidemark.git().assertClean();
                tidemark.run("diff", "-n", one.name(), "-n", two.name(), "-n", three.name())
                        .exited(0);
            }
            extent.report((extent.count() - ended) + " killed within " + TimeUnit.NANOSECONDS.toMillis(usual) + " ms ("
                    + ended + " had ended), " + interruptedMoves + " of them while the branch moved, " + dirty
                    + " with files half checked out; "
                    + tidemark.git().trailers("Tidemark-Seq").size() + " commits, all sound");
        }
    }

    /** The longest of three, in nanoseconds. */
    private static long usual(Installed tidemark, SmallChanges changes) throws InterruptedException {
        long longest = 0;
        for (int i = 0; i < 3; i++) {
            try (Background _ = new Background(changes)) {
                long start = System.nanoTime();
                assertThat(tidemark.begin("snapshot").waitFor()).isZero();
                longest = Math.max(longest, System.nanoTime() - start);
            }
        }
        return longest;
    }

    private void kill(Installed tidemark, long nanos) throws InterruptedException, IOException {
        Process process = tidemark.begin("snapshot");
        if (process.waitFor(nanos, TimeUnit.NANOSECONDS)) {
            assertThat(process.exitValue()).isZero();
            ended++;
        } else {
            process.destroyForcibly().waitFor();
            interruptedMoves += Files.size(tidemark.repository().resolve(".git/tidemark.lock")) > 0 ? 1 : 0;
            dirty += tidemark.git().run("status", "--porcelain").isEmpty() ? 0 : 1;
        }
    }
}
