package dev.tidemark.reconciler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Deploy;
import dev.tidemark.reconciler.kit.Empty;
import dev.tidemark.reconciler.kit.TestCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer types first. */
@ExtendWith(ControlPlane.class)
class QuickstartIT {

    /** Values of the sample's Secrets. */
    private static final String[] CANARIES = {
        "correct horse: battery #staple",
        "Y29ycmVjdCBob3JzZTogYmF0dGVyeSAjc3RhcGxl",
        "c2hvcDp0cnVzdG5vMS1wbGVhc2U=",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    };

    @TempDir
    private Path folder;

    @Test
    void the_quickstart_shows_what_it_promises_also_after_an_earlier_run(@Empty TestCluster cluster) {
        Deploy.distribution();
        cluster.kubectl()
                .run("apply", "-f", Deploy.file("sample/namespace.yaml").toString());
        Answer answer =
                cluster.script("quickstart").run("--dir", folder.toString()).exited(0);
        assertThat(answer.out())
                .contains("An earlier run has left its shop")
                .contains("Deployment web image nginx:1.27 -> 1.28")
                .contains("verified: equal to the snapshot")
                .contains("Nothing differs.")
                .contains("Nothing changed:")
                .doesNotContain(CANARIES);
    }
}
