package dev.tidemark.reconciler.prove;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more costs nothing but the snapshot, which says so. */
@ExtendWith(ControlPlane.class)
class FullDiskCampaign {

    private static final int MEBIBYTES = 24;
    private static final int OBJECTS = 30;
    private static final int LARGEST = 24_000;

    /** What a snapshot needs, in sizes of its objects: as a pack, and at most once more as checked-out files. */
    private static final double ENOUGH = 2.5;

    private final Extent extent = Extent.of(FullDiskCampaign.class, 30);
    private final Random random = extent.random();

    @TempDir
    private Path folder;

    @Test
    void a_full_disk_fails_the_snapshot_and_changes_nothing(TestCluster cluster, Kubectl kubectl, Namespace namespace)
            throws IOException {
        int failed = 0;
        int leftBehind = 0;
        try (Disk disk = Disk.of(folder.resolve("disk"), MEBIBYTES);
                DirectApi api = new DirectApi(kubectl)) {
            Installed tidemark = onDisk(disk, cluster);
            for (int i = 0; i < extent.count(); i++) {
                int bytes = change(api, namespace);
                String refs = tidemark.git().refs();
                disk.fill(random.nextInt((int) (bytes * ENOUGH)));
                Answer answer = tidemark.run("snapshot", "-n", namespace.name(), "-o", "json");
                if (answer.exit() != 0) {
                    failed++;
                    assertFailed(answer);
                    assertThat(tidemark.git().refs())
                            .as("refs after %s", answer)
                            .isEqualTo(refs);
                }
                tidemark.git().assertSound();
                disk.makeRoom();
                assertCaughtUp(tidemark, namespace);
                collectGarbage(tidemark);
            }
        }
        assertThat(failed).as("snapshots that found the disk full").isPositive();
        extent.report(
                failed + " snapshots found the disk full, " + leftBehind
                        + " had room for the commit and not for the checked-out files; each was followed by one that succeeded");
    }

    @Test
    void a_read_only_disk_fails_the_snapshot_and_changes_nothing(
            TestCluster cluster, Kubectl kubectl, Namespace namespace) throws IOException {
        try (Disk disk = Disk.of(folder.resolve("disk"), MEBIBYTES);
                DirectApi api = new DirectApi(kubectl)) {
            Installed tidemark = onDisk(disk, cluster);
            change(api, namespace);
            tidemark.run("snapshot", "-n", namespace.name()).exited(0);
            String refs = tidemark.git().refs();
            change(api, namespace);
            disk.readOnly();
            assertFailed(tidemark.run("snapshot", "-n", namespace.name(), "-o", "json"));
            assertThat(tidemark.git().refs()).isEqualTo(refs);
            tidemark.git().assertSound();
            disk.writable();
            assertCaughtUp(tidemark, namespace);
        }
        extent.report("a read-only disk failed the snapshot and was left as it was");
    }

    /** The repository is on the disk, its keys are not. */
    private Installed onDisk(Disk disk, TestCluster cluster) {
        return Installed.in(folder, cluster)
                .withRepository(disk.folder().resolve("repository"))
                .init();
    }

    /** All objects, with values that do not compress and are larger or smaller than before; returns their size. */
    private int change(DirectApi api, Namespace namespace) {
        byte[] value = new byte[random.nextInt(LARGEST)];
        for (int i = 0; i < OBJECTS; i++) {
            random.nextBytes(value);
            api.apply("/api/v1/namespaces/" + namespace + "/configmaps/large-" + i, """
                    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "large-%d"}, "data": {"value": "%s"}}""".formatted(
                            i, Base64.getEncoder().encodeToString(value)));
        }
        return OBJECTS * value.length;
    }

    private static void assertFailed(Answer answer) {
        JsonNode error = answer.exited(5).json().get("error");
        assertThat(error.get("reason").asText()).isEqualTo("storage");
        assertThat(error.get("tried").asText()).isNotBlank();
        assertThat(error.get("why").asText()).isNotBlank();
        assertThat(error.get("hint").asText()).isNotBlank();
    }

    private static void assertCaughtUp(Installed tidemark, Namespace namespace) {
        tidemark.run("snapshot", "-n", namespace.name()).exited(0);
        tidemark.git().assertSound();
        tidemark.git().assertClean();
        tidemark.run("diff", "-n", namespace.name()).exited(0);
    }

    /** So that the history of earlier rounds does not fill the disk for good. */
    private static void collectGarbage(Installed tidemark) {
        tidemark.git().run("gc", "--quiet", "--prune=now");
    }
}
