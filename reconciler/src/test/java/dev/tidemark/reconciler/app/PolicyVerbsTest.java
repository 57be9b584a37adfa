package dev.tidemark.reconciler.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.reconciler.cli.ExitCode;
import dev.tidemark.reconciler.cli.Screen;
import dev.tidemark.reconciler.cli.Verbs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies are looked at where there is neither a repository nor a cluster. */
class PolicyVerbsTest {

    @TempDir
    Path folder;

    private final Screen screen = Screen.piped();

    private int run(String... arguments) {
        Map<String, String> environment = Map.of("TEAM", "shop");
        return new Verbs(
                        new Wiring(name -> environment.getOrDefault(name, "")),
                        screen.terminal(),
                        name -> environment.getOrDefault(name, ""))
                .run(arguments);
    }

    private Path policy(String spec) throws IOException {
        return Files.writeString(folder.resolve("policy.yaml"), """
                apiVersion: tidemark.dev/v1
                kind: BackupPolicy
                metadata: {name: nightly}
                """ + spec);
    }

    private JsonNode answer() throws JsonProcessingException {
        return new ObjectMapper().readTree(screen.out());
    }

    @Test
    void everything_that_is_wrong_is_told_with_its_place() throws IOException {
        Path policy = policy("spec:\n  components:\n  - name: Web\n  - name: a\n    selekt: {}\n");
        assertThat(run("policy", "check", policy.toString())).isEqualTo(ExitCode.PARTIAL);
        assertThat(screen.out().lines())
                .containsExactly(
                        "fail  " + policy + ":6: spec.components[0].name is 'Web', not at most 63 of a-z, 0-9 and -",
                        "fail  " + policy + ":8: spec.components[1].selekt is not known: did you mean select?");
    }

    @Test
    void a_program_gets_a_code_for_each_problem() throws IOException {
        assertThat(run("policy", "check", policy("spec: {}\n").toString(), "-o", "json"))
                .isEqualTo(ExitCode.PARTIAL);
        assertThat(answer().path("findings").get(0).path("code").asText()).isEqualTo("missing-field");
        assertThat(answer().path("findings").get(0).path("level").asText()).isEqualTo("fail");
    }

    @Test
    void a_policy_that_is_right_is_said_to_be() throws IOException {
        assertThat(run(
                        "policy",
                        "check",
                        policy("spec: {components: [{name: a}]}\n").toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(screen.out()).startsWith("ok");
    }

    @Test
    void it_is_shown_with_the_environment_in_it_and_with_what_it_leaves_out() throws IOException {
        Path policy = policy("spec: {components: [{name: a, select: {namespaces: [\"${env:TEAM}\"]}}]}\n");
        assertThat(run("policy", "show", policy.toString(), "-o", "json")).isEqualTo(ExitCode.DONE);
        JsonNode component = answer().path("spec").path("components").get(0);
        assertThat(component.path("name").asText()).isEqualTo("a");
        assertThat(component.path("select").path("namespaces").get(0).asText()).isEqualTo("shop");
        assertThat(component.path("select").path("clusterScoped").isBoolean()).isTrue();
        assertThat(answer().path("spec").path("secrets").path("sensitive").isArray())
                .isTrue();
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThat(run("policy", "check", folder.resolve("none.yaml").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("none.yaml", "there is no such file");
    }
}
