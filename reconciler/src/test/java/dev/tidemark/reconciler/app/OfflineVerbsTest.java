package dev.tidemark.reconciler.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.reconciler.cli.ExitCode;
import dev.tidemark.reconciler.cli.Screen;
import dev.tidemark.reconciler.cli.Verbs;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitDraft;
import dev.tidemark.snapshots.git.CommitResult;
import dev.tidemark.snapshots.git.CommitSigner;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TreeTransaction;
import dev.tidemark.snapshots.layout.CoverageFile;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.layout.TypesFile;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that need no cluster, with the real parts, on a repository whose snapshots are written by hand. */
class OfflineVerbsTest {

    private static final String REF = "refs/heads/live/default";
    private static final TypeTable TYPES = new TypeTable(List.of(
            new ResourceType("", "v1", "ConfigMap", "configmaps", "configmap", List.of("cm"), true, false),
            new ResourceType("", "v1", "Secret", "secrets", "secret", List.of(), true, false)));
    private static final String APP = "namespaces/shop/core/configmaps/app.yaml";
    private static final String OTHER = "namespaces/prod/core/configmaps/app.yaml";

    /** Made once, since an RSA-4096 pair takes its time. */
    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private Path repo;
    private Screen screen = Screen.piped();

    @BeforeAll
    static void certificate() throws IOException {
        Files.write(
                shared.resolve("crt"), SealingKeyPair.generate(Instant.now()).certificatePem());
    }

    @BeforeEach
    void init() {
        repo = folder.resolve("repo");
        assertThat(run("init", "--bare", "--cert", shared.resolve("crt").toString(), repo.toString()))
                .isEqualTo(ExitCode.DONE);
        screen = Screen.piped();
    }

    private int run(String... args) {
        Map<String, String> environment =
                Map.of("XDG_CONFIG_HOME", folder.resolve("config").toString(), "HOME", folder.toString());
        Wiring wiring = new Wiring(name -> environment.getOrDefault(name, ""));
        return new Verbs(wiring, screen.terminal(), name -> environment.getOrDefault(name, "")).run(args);
    }

    private int inRepo(String... args) {
        screen = Screen.piped();
        String[] all = new String[args.length + 2];
        all[0] = "-C";
        all[1] = repo.toString();
        System.arraycopy(args, 0, all, 2, args.length);
        return run(all);
    }

    private JsonNode json() throws JsonProcessingException {
        return new ObjectMapper().readTree(screen.out());
    }

    private static String configMap(String namespace, String value) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\n  namespace: " + namespace
                + "\n  labels:\n    app: web\ndata:\n  level: " + value + "\n";
    }

    /** A snapshot on top of what there is; an empty text removes a file. */
    private Commit snapshot(String time, String subject, String status, Map<String, String> files) {
        try (SnapshotRepository repository = SnapshotRepository.open(repo)) {
            Optional<Commit> tip = repository.tip(REF);
            try (TreeTransaction transaction = repository.begin(tip)) {
                transaction.put(SnapshotLayout.TYPES, TypesFile.write(TYPES));
                transaction.put(
                        SnapshotLayout.COVERAGE,
                        CoverageFile.write(new Coverage(
                                List.of(new Coverage.Entry("", "configmaps", "*", Coverage.State.COMPLETE, 1, "")))));
                new TreeMap<>(files).forEach((path, text) -> {
                    if (text.isEmpty()) {
                        transaction.remove(path);
                    } else {
                        transaction.put(path, text.getBytes(StandardCharsets.UTF_8));
                    }
                });
                String message = subject + "\n\nTidemark-Revision: 100\nTidemark-Status: " + status + "\n";
                CommitDraft draft = new CommitDraft(message, "T", "t@example.com", Instant.parse(time));
                CommitResult result = transaction.commit(REF, tip, draft, CommitSigner.NONE);
                return ((CommitResult.Committed) result).commit();
            }
        }
    }

    @Test
    void a_new_repository_says_where_its_keys_are_and_what_comes_next() throws JsonProcessingException {
        Path second = folder.resolve("second");
        assertThat(run("init", second.toString(), "-o", "json")).isEqualTo(ExitCode.DONE);
        assertThat(json().path("branch").asText()).isEqualTo("live/default");
        assertThat(json().path("signing").asText()).startsWith("SHA256:");
        assertThat(json().path("sealing").asText()).startsWith("SHA256:");
        assertThat(Path.of(json().path("keys").asText()))
                .startsWith(folder.resolve("config/tidemark"))
                .isNotEmptyDirectory();
        assertThat(second.resolve(".gitattributes")).hasContent("* -text");
        assertThat(second.resolve(".tidemark/repository.yaml")).content().contains("format: 1");
    }

    @Test
    void the_keys_are_never_in_the_repository() throws IOException {
        run("init", folder.resolve("second").toString());
        try (var files = Files.walk(folder.resolve("second"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .noneMatch(file -> new String(read(file), StandardCharsets.ISO_8859_1).contains("PRIVATE KEY"));
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void a_second_repository_in_the_same_folder_is_refused() {
        assertThat(run("init", "--bare", repo.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("there is a Git repository already", "-C " + repo);
    }

    @Test
    void a_folder_that_is_no_repository_is_told_apart_from_a_foreign_one() throws IOException {
        assertThat(run("-C", folder.toString(), "log")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("there is none", "tidemark init");
        Path foreign = folder.resolve("foreign");
        SnapshotRepository.create(foreign, true, "main").close();
        screen = Screen.piped();
        assertThat(run("-C", foreign.toString(), "log")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("not one of Tidemark's");
    }

    @Test
    void a_repository_without_snapshots_says_so() {
        assertThat(inRepo("log")).isEqualTo(ExitCode.DONE);
        assertThat(screen.out()).isEqualTo("No snapshots yet.\n");
        assertThat(inRepo("show", "latest")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("there is no snapshot yet", "tidemark snapshot");
    }

    @Test
    void the_log_is_a_line_for_each_snapshot_newest_first() throws JsonProcessingException {
        Commit first = snapshot("2026-11-20T09:00:00Z", "first", "Complete", Map.of(APP, configMap("shop", "info")));
        Commit second = snapshot("2026-11-21T09:00:00Z", "second", "Partial", Map.of(APP, configMap("shop", "debug")));
        assertThat(inRepo("log")).isEqualTo(ExitCode.DONE);
        assertThat(screen.out().lines()).hasSize(2);
        assertThat(screen.out())
                .containsSubsequence(
                        second.shortId(), "live/default", "Partial", "second", first.shortId(), "Complete", "first");

        assertThat(inRepo("log", "-o", "json")).isEqualTo(ExitCode.DONE);
        JsonNode newest = json().path("commits").get(0);
        assertThat(newest.path("commit").asText()).isEqualTo(second.id());
        assertThat(newest.path("time").asText()).isEqualTo("2026-11-21T09:00:00Z");
        assertThat(newest.path("component").asText()).isEqualTo("default");
        assertThat(newest.path("status").asText()).isEqualTo("Partial");
        assertThat(newest.path("subject").asText()).isEqualTo("second");
        assertThat(newest.path("changes").get(0).path("id").path("name").asText())
                .isEqualTo("app");
        assertThat(newest.path("changes").get(0).path("change").asText()).isEqualTo("modified");
        assertThat(newest.path("changes")
                        .get(0)
                        .path("fields")
                        .get(0)
                        .path("path")
                        .asText())
                .isEqualTo("/data/level");
    }

    @Test
    void the_log_of_one_object_leaves_out_what_does_not_concern_it() {
        snapshot("2026-11-20T09:00:00Z", "first", "Complete", Map.of(APP, configMap("shop", "info")));
        snapshot("2026-11-21T09:00:00Z", "elsewhere", "Complete", Map.of(OTHER, configMap("prod", "info")));
        snapshot("2026-11-22T09:00:00Z", "third", "Complete", Map.of(APP, configMap("shop", "debug")));
        assertThat(inRepo("log", "cm/app", "-n", "shop")).isEqualTo(ExitCode.DONE);
        assertThat(screen.out().lines()).hasSize(2);
        assertThat(screen.out()).containsSubsequence(".data.level", "info -> debug", "added");
        assertThat(inRepo("log", "-n", "prod")).isEqualTo(ExitCode.DONE);
        assertThat(screen.out().lines()).singleElement().asString().contains("elsewhere");
    }

    @Test
    void the_log_can_be_cut_by_time_and_number() {
        snapshot("2026-11-20T09:00:00Z", "first", "Complete", Map.of(APP, configMap("shop", "1")));
        snapshot("2026-11-21T09:00:00Z", "second", "Complete", Map.of(APP, configMap("shop", "2")));
        snapshot("2026-11-22T09:00:00Z", "third", "Complete", Map.of(APP, configMap("shop", "3")));
        inRepo("log", "--since", "2026-11-21T00:00Z", "--until", "2026-11-21T23:59Z");
        assertThat(screen.out().lines()).singleElement().asString().endsWith("second");
        inRepo("log", "--limit", "2");
        assertThat(screen.out().lines()).hasSize(2);
        assertThat(inRepo("log", "--since", "sometime")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void a_snapshot_is_shown_with_its_coverage() throws JsonProcessingException {
        Commit commit = snapshot("2026-11-20T09:00:00Z", "first", "Complete", Map.of(APP, configMap("shop", "info")));
        assertThat(inRepo("show", "latest", "-o", "json")).isEqualTo(ExitCode.DONE);
        assertThat(json().path("commit").asText()).isEqualTo(commit.id());
        assertThat(json().path("status").asText()).isEqualTo("Complete");
        assertThat(json().path("objects").asInt()).isEqualTo(1);
        assertThat(json().path("coverage").get(0).path("state").asText()).isEqualTo("complete");
        assertThat(json().path("artifacts").isArray()).isTrue();
        assertThat(inRepo("show", "latest")).isEqualTo(ExitCode.DONE);
        assertThat(screen.out()).contains(commit.id(), "first", "Complete", "configmaps");
    }

    @Test
    void an_object_is_shown_byte_for_byte_as_it_stands() {
        snapshot("2026-11-20T09:00:00Z", "first", "Complete", Map.of(APP, configMap("shop", "info")));
        snapshot("2026-11-21T09:00:00Z", "second", "Complete", Map.of(APP, configMap("shop", "debug")));
        assertThat(inRepo("show", "HEAD~1", "configmap/app")).isEqualTo(ExitCode.DONE);
        assertThat(screen.out()).isEqualTo(configMap("shop", "info"));
        assertThat(inRepo("show", "2026-11-20T12:00Z", "cm/app", "-n", "shop")).isEqualTo(ExitCode.DONE);
        assertThat(screen.out()).isEqualTo(configMap("shop", "info"));
    }

    @Test
    void what_is_meant_must_be_one_object() {
        snapshot(
                "2026-11-20T09:00:00Z",
                "first",
                "Complete",
                Map.of(APP, configMap("shop", "info"), OTHER, configMap("prod", "info")));
        assertThat(inRepo("show", "latest", "cm/app")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("prod, shop", "-n");
        assertThat(inRepo("show", "latest", "cm/gone")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("it is not in");
        assertThat(inRepo("show", "latest", "confgmap/app")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("Did you mean configmaps?");
        assertThat(inRepo("show", "latest", "app")).isEqualTo(ExitCode.USAGE);
        assertThat(inRepo("show", "v9", "cm/app")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("neither a commit");
    }

    @Test
    void two_snapshots_are_compared_in_git_s_direction() throws JsonProcessingException {
        Commit from = snapshot("2026-11-20T09:00:00Z", "1", "Complete", Map.of(APP, configMap("shop", "info")));
        Commit to = snapshot(
                "2026-11-21T09:00:00Z",
                "2",
                "Complete",
                Map.of(APP, configMap("shop", "debug"), OTHER, configMap("prod", "info")));
        assertThat(inRepo("diff", "HEAD~1", "HEAD", "-o", "json")).isEqualTo(ExitCode.DIFFERENT);
        assertThat(json().path("from").asText()).isEqualTo(from.id());
        assertThat(json().path("to").asText()).isEqualTo(to.id());
        assertThat(json().path("changes"))
                .extracting(c -> c.path("change").asText() + " "
                        + c.path("id").path("namespace").asText())
                .containsExactly("added prod", "modified shop");
        assertThat(json().path("changes").get(1).path("fields").get(0).toString())
                .isEqualTo("{\"path\":\"/data/level\",\"from\":\"info\",\"to\":\"debug\"}");

        assertThat(inRepo("diff", "HEAD", "HEAD~1", "--name-only")).isEqualTo(ExitCode.DIFFERENT);
        assertThat(screen.out()).isEqualTo("configmap/app  -n prod\nconfigmap/app  -n shop\n");
        assertThat(inRepo("diff", "HEAD", "HEAD")).isEqualTo(ExitCode.DONE);
        assertThat(screen.out()).endsWith("Nothing differs.\n");
        assertThat(inRepo("diff", "HEAD~1", "HEAD", "-n", "shop", "--stat")).isEqualTo(ExitCode.DIFFERENT);
        assertThat(screen.out()).endsWith("1 difference: 0 removed, 1 modified, 0 added\n");
        assertThat(inRepo("diff", "HEAD", "HEAD", "HEAD")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void whoever_asks_for_quiet_gets_the_differences_and_no_word_more() {
        snapshot("2026-11-20T09:00:00Z", "1", "Complete", Map.of(APP, configMap("shop", "info")));
        snapshot("2026-11-21T09:00:00Z", "2", "Complete", Map.of(APP, configMap("shop", "debug")));
        assertThat(inRepo("diff", "HEAD~1", "HEAD", "-q")).isEqualTo(ExitCode.DIFFERENT);
        assertThat(screen.out()).startsWith("~ configmap/app").hasLineCount(1);
        assertThat(inRepo("diff", "HEAD", "HEAD", "-q")).isEqualTo(ExitCode.DONE);
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void a_repository_of_a_later_format_is_refused_by_every_verb() {
        snapshot("2026-11-20T09:00:00Z", "1", "Complete", Map.of(SnapshotLayout.REPOSITORY, "format: 2\n"));
        for (String verb : List.of("log", "snapshot", "diff")) {
            assertThat(inRepo(verb)).isEqualTo(ExitCode.USAGE);
            assertThat(screen.err()).contains("format is 2", "newer version");
        }
    }

    @Test
    void a_damaged_manifest_is_named_and_no_other_is_shown_for_it() {
        snapshot("2026-11-20T09:00:00Z", "1", "Complete", Map.of(APP, "kind: [\n"));
        assertThat(inRepo("show", "latest", "cm/app")).isEqualTo(ExitCode.FAILED);
        assertThat(screen.err()).contains(APP);
    }

    @Test
    void a_policy_with_mistakes_is_told_all_of_them_at_once() throws IOException {
        Path policy = folder.resolve("policy.yaml");
        Files.writeString(policy, """
                apiVersion: tidemark.dev/v2
                kind: BackupPolicy
                metadata: {name: Nightly}
                spec:
                  components:
                  - name: apps
                    select: {namespaces: [shop], labls: a=b}
                  - name: apps
                    schedule: {cron: "0 * * * *"}
                """);
        assertThat(inRepo("--policy", policy.toString(), "snapshot")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("apiVersion", "Nightly", "labls", "schedule", "an earlier component's");
        assertThat(inRepo("--policy", "nowhere.yaml", "snapshot")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("there is no such file");
    }
}
