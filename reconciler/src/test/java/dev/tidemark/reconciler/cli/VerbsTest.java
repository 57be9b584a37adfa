package dev.tidemark.reconciler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.policies.policy.BackupPolicy;
import dev.tidemark.policies.policy.PolicyProblem;
import dev.tidemark.reconciler.hooks.Hooks;
import dev.tidemark.snapshots.bundle.Passphrase;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.seal.ManifestSealer;
import dev.tidemark.snapshots.seal.Resealer;
import dev.tidemark.snapshots.seal.Unsealer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerbsTest {

    private final List<GlobalOptions> opened = new ArrayList<>();
    private Failure inside = Failure.failed("closed", "open the workbench", "this one never opens", "use another");
    private Screen screen = Screen.piped();

    /** A workbench at which every verb fails, so that whatever went wrong before shows. */
    private final class Bench implements Workbench {

        @Override
        public Session open(GlobalOptions global) {
            opened.add(global);
            throw inside;
        }

        @Override
        public Session openWithCluster(GlobalOptions global) {
            return open(global);
        }

        @Override
        public Hooks hooks(GlobalOptions global) {
            opened.add(global);
            throw inside;
        }

        @Override
        public ManifestSealer manifestSealer(GlobalOptions global, Optional<String> certificate) {
            opened.add(global);
            throw inside;
        }

        @Override
        public Unsealer unsealer(GlobalOptions global) {
            opened.add(global);
            throw inside;
        }

        @Override
        public Resealer resealer(GlobalOptions global, Optional<String> certificate) {
            opened.add(global);
            throw inside;
        }

        @Override
        public BackupPolicy policy(Path file) {
            throw inside;
        }

        @Override
        public List<PolicyProblem> checkPolicy(Path file) {
            throw inside;
        }

        @Override
        public Passphrase passphrase(Optional<Path> file) {
            throw inside;
        }

        @Override
        public Optional<TrustedSigners> trustOfBundles(GlobalOptions global, String repository) {
            opened.add(global);
            throw inside;
        }

        @Override
        public Initialised init(GlobalOptions global, InitOptions options) {
            opened.add(global);
            throw inside;
        }
    }

    private int run(String... args) {
        return runWith(Map.of(), args);
    }

    private int runWith(Map<String, String> environment, String... args) {
        return new Verbs(new Bench(), screen.terminal(), name -> environment.getOrDefault(name, "")).run(args);
    }

    private JsonNode error() throws JsonProcessingException {
        return new ObjectMapper().readTree(screen.out()).path("error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "snapschott",
                "show",
                "restore",
                "init a b",
                "snapshot --nonsense",
                "log deploy/web deploy/api",
                "diff -o xml",
                "log --limit many",
                "restore latest --secrets loudly",
                "restore latest --concurrency",
                "restore latest --timeout soon",
                "restore latest --yes --concurrency 0",
                "log --limit 0"
            })
    void wrong_usage_is_told_and_nothing_is_tried(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEqualTo(ExitCode.USAGE);
        assertThat(opened).isEmpty();
        assertThat(screen.err()).startsWith("error: ").contains("\nhint: ");
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void a_verb_is_found_among_arguments_that_are_called_like_another() {
        run("-C", "log", "snapshot");
        assertThat(opened).hasSize(1);
        assertThat(opened.getFirst().repo()).contains(Path.of("log"));
    }

    @Test
    void a_misspelt_verb_is_answered_with_the_nearest() {
        assertThat(run("snapshto")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("no verb snapshto", "snapshot");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "init",
                "snapshot",
                "log",
                "show",
                "diff",
                "drift",
                "restore",
                "undo",
                "verify",
                "status",
                "artifact",
                "keys",
                "seal",
                "unseal",
                "reseal",
                "retention",
                "run",
                "recover",
                "rehearse",
                "doctor",
                "policy",
                "hooks"
            })
    void a_verb_of_the_contract_explains_itself_or_is_refused_by_name_wherever_it_stands(String verb) {
        run("--help");
        boolean offered = screen.out().contains("\n  " + verb + " ");
        screen = Screen.piped();
        if (offered) {
            assertThat(run("-C", "somewhere", verb, "--help")).isEqualTo(ExitCode.DONE);
            assertThat(screen.out()).contains("Usage: tidemark " + verb);
        } else {
            assertThat(run(verb, "--flag")).isEqualTo(ExitCode.USAGE);
            assertThat(run("-C", "somewhere", verb)).isEqualTo(ExitCode.USAGE);
            String refusal = "the verb " + verb + " is not part of this version";
            assertThat(screen.err()).containsSubsequence(refusal, refusal);
        }
        assertThat(opened).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--dry-run",
                "--plan-out",
                "--plan",
                "--yes",
                "--prune",
                "--max-deletes",
                "--allow-kind",
                "--allow-recreate",
                "--map-namespace",
                "--secrets",
                "--keys",
                "--allow-unsigned",
                "--other-cluster",
                "--timeout",
                "--concurrency",
                "--wait-for"
            })
    void an_option_of_the_contract_works_or_is_refused_by_name(String option) {
        run("restore", "--help");
        boolean offered = screen.out().contains(option);
        run("restore", "latest", option, "1");
        assertThat(screen.err().contains("the option " + option + " is not part of this version"))
                .isNotEqualTo(offered);
        assertThat(screen.err()).doesNotContain("Unknown option");
    }

    @ParameterizedTest
    @ValueSource(strings = {"init", "snapshot", "log", "show", "diff", "restore"})
    void a_verb_explains_the_common_options_too(String verb) {
        assertThat(run(verb, "--help")).isEqualTo(ExitCode.DONE);
        assertThat(screen.out()).contains("Usage: tidemark " + verb, "-o, --output", "-C, --repo");
        assertThat(screen.err()).isEmpty();
    }

    @Test
    void the_version_is_a_line() {
        assertThat(run("--version")).isEqualTo(ExitCode.DONE);
        assertThat(screen.out().lines()).singleElement().asString().startsWith("tidemark ");
    }

    @ParameterizedTest
    @CsvSource({"USAGE, 2, error", "REFUSED, 4, refused", "FAILED, 5, error"})
    void how_a_verb_ends_is_the_exit_code(Failure.Outcome outcome, int code, String word) {
        inside = switch (outcome) {
            case USAGE -> Failure.usage("r", "do it", "it cannot be", "do that");
            case REFUSED -> Failure.refused("r", "do it", "it cannot be", "do that");
            case FAILED -> Failure.failed("r", "do it", "it cannot be", "do that");
        };
        assertThat(run("log")).isEqualTo(code);
        assertThat(screen.err()).isEqualTo(word + ": do it: it cannot be\nhint: do that\n");
        assertThat(screen.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"log -o json", "-o json log", "log -ojson", "log --output=json", "log --output json"})
    void with_json_the_error_is_one_document_too(String line) throws JsonProcessingException {
        assertThat(run(line.split(" ", -1))).isEqualTo(ExitCode.FAILED);
        assertThat(screen.out().lines()).hasSize(1);
        assertThat(error().path("reason").asText()).isEqualTo("closed");
        assertThat(error().path("tried").asText()).isEqualTo("open the workbench");
        assertThat(error().path("why").asText()).isEqualTo("this one never opens");
        assertThat(error().path("hint").asText()).isEqualTo("use another");
        assertThat(screen.err()).contains("this one never opens");
    }

    @Test
    void the_environment_may_ask_for_json_too() throws JsonProcessingException {
        assertThat(runWith(Map.of("TIDEMARK_OUTPUT", "json"), "log")).isEqualTo(ExitCode.FAILED);
        assertThat(error().path("reason").asText()).isEqualTo("closed");
    }

    @Test
    void an_argument_counts_more_than_the_environment() {
        runWith(Map.of("TIDEMARK_OUTPUT", "json", "TIDEMARK_REPO", "/a"), "log", "-o", "text", "-C", "/b");
        assertThat(opened.getFirst().output()).isEqualTo(OutputFormat.text);
        assertThat(opened.getFirst().repo()).contains(Path.of("/b"));
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void wrong_usage_is_a_document_too() throws JsonProcessingException {
        assertThat(run("show", "-o", "json")).isEqualTo(ExitCode.USAGE);
        assertThat(error().path("reason").asText()).isEqualTo("usage");
    }

    @Test
    void an_error_can_be_yaml() {
        run("log", "-o", "yaml");
        assertThat(screen.out()).startsWith("error:\n").contains("reason: closed");
    }

    @Test
    void a_stack_trace_is_shown_only_when_it_is_asked_for() {
        run("log");
        assertThat(screen.err()).doesNotContain("\tat ");
        run("log", "-v");
        assertThat(screen.err()).contains("\tat dev.tidemark");
    }

    @Test
    void the_options_reach_the_workbench_wherever_they_stand() {
        run(
                "-C",
                "/repo",
                "log",
                "--context",
                "prod",
                "--kubeconfig",
                "/k",
                "--component",
                "apps",
                "--trust",
                "SHA256:x");
        GlobalOptions global = opened.getFirst();
        assertThat(global.repo()).contains(Path.of("/repo"));
        assertThat(global.kubeconfig()).contains(Path.of("/k"));
        assertThat(global.context()).contains("prod");
        assertThat(global.component()).contains("apps");
        assertThat(global.trust()).contains("SHA256:x");
    }

    @Test
    void a_restore_without_a_yes_and_without_a_terminal_is_refused_before_anything_is_opened() {
        assertThat(run("restore", "latest")).isEqualTo(ExitCode.REFUSED);
        assertThat(screen.err()).startsWith("refused: restore latest").contains("--yes", "--dry-run");
        assertThat(opened).isEmpty();
    }

    @Test
    void a_forgotten_variable_approves_nothing() {
        Map<String, String> environment = Map.of("TIDEMARK_YES", "true", "TIDEMARK_ALLOW_UNSIGNED", "true");
        assertThat(runWith(environment, "restore", "latest")).isEqualTo(ExitCode.REFUSED);
        assertThat(opened).isEmpty();
    }
}
