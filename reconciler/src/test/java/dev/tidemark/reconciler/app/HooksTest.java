package dev.tidemark.reconciler.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.reconciler.cli.ExitCode;
import dev.tidemark.reconciler.cli.Screen;
import dev.tidemark.reconciler.cli.Verbs;
import dev.tidemark.reconciler.keys.KeyHome;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hooks, with real git: commits and pushes that they take, and those that they refuse. */
class HooksTest {

    private static final String APP = "namespaces/shop/core/configmaps/app.yaml";

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private Path work;
    private Path server;
    private final Map<String, String> environment = new TreeMap<>();
    private Screen screen = Screen.piped();
    private int number;

    @BeforeAll
    static void certificate() throws IOException {
        Files.write(
                shared.resolve("crt"), SealingKeyPair.generate(Instant.now()).certificatePem());
    }

    private record Output(int exit, String text) {}

    private Output attempt(Path directory, String... command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
            Process process = builder.start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Output attemptGit(String... arguments) {
        return attempt(
                work, Stream.concat(Stream.of("git"), Stream.of(arguments)).toArray(String[]::new));
    }

    private String git(String... arguments) {
        Output output = attemptGit(arguments);
        assertThat(output.exit()).as(output.text()).isZero();
        return output.text().strip();
    }

    private int run(Path repository, String... args) {
        screen = Screen.piped();
        environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        environment.put("TIDEMARK_REPO", repository.toString());
        Wiring wiring = new Wiring(name -> environment.getOrDefault(name, ""));
        return new Verbs(wiring, screen.terminal(), name -> environment.getOrDefault(name, "")).run(args);
    }

    private KeyHome home() {
        try (Stream<Path> folders = Files.list(folder.resolve("config/tidemark"))) {
            return new KeyHome(
                    folder.resolve("config"),
                    folders.findFirst().orElseThrow().getFileName().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(String path, String text) {
        try {
            Path file = work.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String manifest(String kind, String name, String namespace, String rest) {
        return "apiVersion: v1\nkind: " + kind + "\nmetadata:\n  name: " + name + "\n  namespace: " + namespace + "\n"
                + rest;
    }

    private String trailers(int seq) {
        return "Tidemark-Repository: " + home().folder().getFileName()
                + "\nTidemark-Component: default\nTidemark-Status: Complete\nTidemark-Seq: " + seq;
    }

    /** A commit on the branch that is checked out, as the program would make it. */
    private String snapshot(String... options) {
        number++;
        git("add", "-A");
        List<String> command = new ArrayList<>(List.of("commit", "-q", "--no-verify", "--allow-empty", "-S"));
        command.addAll(List.of(options));
        command.addAll(List.of("-m", "Snapshot\n\n" + trailers(number)));
        git(command.toArray(String[]::new));
        return git("rev-parse", "HEAD");
    }

    private List<JsonNode> findings(Path repository, int exit, String... args) throws IOException {
        int code = run(
                repository,
                Stream.concat(Stream.of(args), Stream.of("-o", "json")).toArray(String[]::new));
        assertThat(code).as(screen.out() + screen.err()).isEqualTo(exit);
        List<JsonNode> findings = new ArrayList<>();
        new ObjectMapper().readTree(screen.out()).path("findings").forEach(findings::add);
        return findings;
    }

    @BeforeEach
    void init() {
        work = folder.resolve("work");
        server = folder.resolve("server.git");
        assertThat(run(work, "init", "--cert", shared.resolve("crt").toString(), work.toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(screen.out()).contains("hooks install");
        attempt(folder, "git", "init", "-q", "--bare", server.toString());
        git("remote", "add", "origin", server.toString());
        git("config", "user.name", "T");
        git("config", "user.email", "tidemark@localhost");
        git("config", "gpg.format", "ssh");
        git("config", "user.signingKey", home().folder().resolve("signing").toString());
    }

    @Test
    void they_are_installed_once_and_told_when_they_are_not_current() throws IOException {
        assertThat(findings(work, ExitCode.PARTIAL, "hooks", "check"))
                .extracting(f -> f.path("code").asText())
                .contains("hook-missing");
        assertThat(findings(work, ExitCode.DONE, "hooks", "install"))
                .extracting(f -> f.path("subject").asText())
                .containsExactly("pre-commit", "commit-msg", "post-checkout");
        findings(work, ExitCode.DONE, "hooks", "check");
        Files.writeString(work.resolve(".git/hooks/pre-commit"), "#!/bin/sh\n# tidemark-hook: old\n");
        assertThat(findings(work, ExitCode.PARTIAL, "hooks", "check"))
                .extracting(f -> f.path("code").asText())
                .contains("hook-outdated");
        findings(work, ExitCode.DONE, "hooks", "install");
    }

    @Test
    void a_hook_of_somebody_else_is_never_overwritten() throws IOException {
        Path foreign = work.resolve(".git/hooks/commit-msg");
        Files.createDirectories(foreign.getParent());
        Files.writeString(foreign, "#!/bin/sh\n# mine\n");
        assertThat(run(work, "hooks", "install")).isEqualTo(ExitCode.REFUSED);
        assertThat(screen.err()).contains("commit-msg");
        assertThat(foreign).hasContent("#!/bin/sh\n# mine");
        assertThat(work.resolve(".git/hooks/pre-commit")).doesNotExist();
    }

    @Test
    void they_go_where_the_configuration_says() {
        git("config", "core.hooksPath", "guards");
        assertThat(run(work, "hooks", "install")).isEqualTo(ExitCode.DONE);
        assertThat(work.resolve("guards/pre-commit")).isExecutable();
    }

    @Test
    void a_server_that_does_not_know_whose_signatures_count_says_so() throws IOException {
        assertThat(findings(server, ExitCode.DONE, "hooks", "install"))
                .extracting(f -> f.path("code").asText() + f.path("level").asText())
                .containsExactly("hookok", "signatureswarn");
        Path keys = Files.writeString(
                folder.resolve("keys"), home().signingKey().orElseThrow().publicLine() + "\n");
        assertThat(findings(server, ExitCode.DONE, "hooks", "install", "--trust", keys.toString()))
                .extracting(f -> f.path("level").asText())
                .containsOnly("ok");
        assertThat(server.resolve("tidemark/allowed_signers"))
                .content()
                .startsWith("* namespaces=\"git\" ssh-ed25519 ");
    }

    @Nested
    class WhereThingsArePushedTo {

        @BeforeEach
        void guard() throws IOException {
            Path keys = Files.writeString(
                    folder.resolve("keys"), home().signingKey().orElseThrow().publicLine() + "\n");
            assertThat(run(server, "hooks", "install", "--trust", keys.toString()))
                    .isEqualTo(ExitCode.DONE);
            put(APP, manifest("ConfigMap", "app", "shop", "data:\n  level: \"1\"\n"));
            snapshot();
            git("push", "-q", "origin", "live/default");
        }

        private void refused(String said, String... push) {
            Output output = attemptGit(
                    Stream.concat(Stream.of("push", "origin"), Stream.of(push)).toArray(String[]::new));
            assertThat(output.exit()).as(output.text()).isNotZero();
            assertThat(output.text()).contains("remote: tidemark: refused ", said);
        }

        @Test
        void what_a_run_pushes_is_taken() {
            put(APP, manifest("ConfigMap", "app", "shop", "data:\n  level: \"2\"\n"));
            String tip = snapshot();
            String record = git("commit-tree", "-S", git("hash-object", "-t", "tree", "/dev/null"), "-m", "Run");
            git("push", "-q", "--atomic", "origin", "live/default", "+" + record + ":refs/tidemark/runs/default");
            String next = git("commit-tree", "-S", git("hash-object", "-t", "tree", "/dev/null"), "-m", "Run 2");
            git("push", "-q", "--atomic", "origin", "live/default", "+" + next + ":refs/tidemark/runs/default");
            git("push", "-q", "origin", tip + ":refs/tidemark/restore-points/r-1", record + ":refs/tidemark/restores");
        }

        @Test
        void an_unsigned_commit_is_refused() {
            snapshot("--no-gpg-sign");
            refused("not signed", "live/default");
            refused("not signed", "HEAD:refs/tidemark/restore-points/r-1");
            refused("not signed", "HEAD:refs/tidemark/runs/default");
        }

        @Test
        void an_unsigned_commit_is_refused_although_the_server_has_it_from_another_branch() {
            snapshot("--no-gpg-sign");
            git("push", "-q", "origin", "HEAD:refs/heads/mine");
            refused("not signed", "live/default");
        }

        @Test
        void a_commit_of_a_key_that_does_not_count_is_refused() {
            attempt(folder, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "other");
            git("config", "user.signingKey", folder.resolve("other").toString());
            snapshot();
            refused("not signed by a key that counts", "live/default");
        }

        @Test
        void a_rewritten_or_deleted_history_is_refused() {
            git("reset", "-q", "--hard", "HEAD~1");
            number = 0;
            put(APP, manifest("ConfigMap", "app", "shop", "data:\n  level: \"9\"\n"));
            snapshot();
            refused("never rewritten", "+live/default");
            refused("never deleted", ":live/default");
        }

        @Test
        void an_epoch_change_is_let_through_and_nothing_that_looks_like_one() {
            String old = git("rev-parse", "HEAD");
            String message = "Epoch\n\nTidemark-Previous-Epoch: " + old + "\n";
            String root = git("commit-tree", "-S", "HEAD^{tree}", "-m", message + trailers(2));
            String skipping = git("commit-tree", "-S", "HEAD^{tree}", "-m", message + trailers(3));
            String unsigned = git("commit-tree", "HEAD^{tree}", "-m", message + trailers(2));
            String emptied = git(
                    "commit-tree",
                    "-S",
                    git("hash-object", "-w", "-t", "tree", "/dev/null"),
                    "-m",
                    message + trailers(2));
            String branch = ":refs/heads/live/default";
            String kept = old + ":refs/tidemark/epochs/default/1";
            refused("never rewritten", "+" + root + branch);
            refused("never rewritten", "--atomic", "+" + skipping + branch, kept);
            refused("never rewritten", "--atomic", "+" + emptied + branch, kept);
            refused("not signed", "--atomic", "+" + unsigned + branch, kept);
            git("push", "-q", "--atomic", "origin", "+" + root + branch, kept);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Secret|namespaces/shop/core/secrets/app.yaml|a Secret in plain text",
                    "ConfigMap|namespaces/other/core/configmaps/app.yaml|misplaced: its namespace is shop",
                    "ConfigMap|namespaces/shop/core/configmaps/other.yaml|misplaced: its name is app",
                    "ConfigMap|namespaces/shop/apps/configmaps/app.yaml|misplaced: its group is core",
                    "ConfigMap|cluster/core/configmaps/app.yaml|misplaced: its namespace is shop",
                    "ConfigMap|namespaces/shop/core/app.yaml|misplaced: it stands at",
                    "ConfigMap|namespaces/shop/core/configmaps/app.yml|misplaced: only manifests stand there",
                    "ConfigMap|app.yaml|misplaced: no snapshot has such a file",
                    "List|namespaces/shop/core/lists/app.yaml|is a List",
                    "&a Secret|namespaces/shop/core/configmaps/app.yaml|is no manifest of one object"
                })
        void a_file_that_does_not_belong_there_is_refused(String kind, String path, String said) {
            put(path, manifest(kind, "app", "shop", ""));
            snapshot();
            refused(path + " ", "live/default");
            refused(said, "live/default");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "---\nkind: ConfigMap\napiVersion: v1\n---\napiVersion: v1\nkind: Secret\ndata: {a: eA==}\n",
                    "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"data\": {\"a\": \"eA==\"}}",
                    "kind: \"Secret\"\napiVersion: v1\n",
                    "apiVersion: v1\nkind: 'Secret' # really\n",
                    "apiVersion: v1\nkind: !!str Secret\n",
                    "apiVersion: v1\nkind: >-\n  Secret\n"
                })
        void a_secret_is_refused_on_every_branch_however_it_is_written(String text) {
            git("switch", "-q", "-c", "mine");
            put("examples/s.yaml", text);
            git("add", "-A");
            git("commit", "-q", "-m", "by hand");
            refused("Secret", "mine");
        }

        private static String sealed(String object, String more) {
            return """
                    apiVersion: tidemark.dev/v1
                    kind: SealedManifest
                    metadata:
                      name: app
                      namespace: shop
                      annotations:
                        tidemark.dev/fingerprints: |
                          {"v":1,"kid":"1","items":{}}
                    spec:
                      encryptedData:
                        configmaps: "AgA+/="
                      object:
                        apiVersion: %s
                        kind: ConfigMap
                    """.formatted(object) + more;
        }

        @Test
        void an_object_that_is_sealed_whole_is_taken_where_it_belongs() {
            put("sealed/" + APP, sealed("v1", ""));
            snapshot();
            git("push", "-q", "origin", "live/default");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "v1|namespaces/shop/core/configmaps/app.yaml|its group is tidemark.dev",
                    "v1|sealed/namespaces/other/core/configmaps/app.yaml|its namespace is shop",
                    "apps/v1|sealed/namespaces/shop/core/configmaps/app.yaml|its group is apps"
                })
        void a_sealed_object_that_stands_elsewhere_is_refused(String object, String path, String said) {
            put(path, sealed(object, ""));
            snapshot();
            refused(path + " is misplaced: " + said, "live/default");
        }

        @ParameterizedTest
        @ValueSource(strings = {"data:\n  a: plain\n", "    data: {a: plain}\n", "  data: {a: plain}\n"})
        void plain_text_among_sealed_objects_is_refused(String more) {
            put("sealed/" + APP, sealed("v1", more));
            snapshot();
            refused("is not sealed", "live/default");
            put("sealed/" + APP, manifest("ConfigMap", "app", "shop", "data:\n  a: b\n"));
            snapshot();
            refused("is not sealed", "live/default");
        }

        private static final String DB = "namespaces/shop/core/secrets/db.yaml";

        private static String sops(String more) {
            return """
                    apiVersion: v1
                    kind: Secret
                    metadata:
                      name: db
                      namespace: shop
                    %stype: Opaque
                    sops:
                      age:
                      - enc: |
                          -----BEGIN AGE ENCRYPTED FILE-----
                          YWdl
                          -----END AGE ENCRYPTED FILE-----
                        recipient: age1x
                      mac: "ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]"
                    """.formatted(more);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "data:\n  .a: \"ENC[AES256_GCM,data:aB+/=,iv:b,tag:c,type:str]\"\n  empty: \"\"\n",
                    "data:\n    a: ENC[AES256_GCM,data:aB+/=,iv:b,tag:c,type:str]\n",
                    "data:\n  ? a\n  : \"ENC[AES256_GCM,data:aB+/=,iv:b,tag:c,type:str]\"\n",
                    "data: {}\n",
                    "immutable: true\n"
                })
        void a_sops_file_is_taken_where_sealed_files_stand(String data) {
            put("sealed/" + DB, sops(data));
            snapshot();
            git("push", "-q", "origin", "live/default");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "data:\n  a: aHVudGVyMg==\n",
                    "data:\n  a: \"ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]\" # hunter2\n",
                    "stringData:\n  a: hunter2\n",
                    "data: {a: aHVudGVyMg==}\n",
                    "data: {}\n\"d\\x61ta\":\n  a: aHVudGVyMg==\n",
                    "? data\n: a: aHVudGVyMg==\n",
                    "data:\n  a: |\n    ENC[AES256_GCM,data:a]\n",
                    "note: hunter2\n"
                })
        void a_sops_file_with_a_value_in_plain_text_is_refused(String data) {
            put("sealed/" + DB, sops(data));
            snapshot();
            refused("is not sealed", "live/default");
        }

        @Test
        void a_sops_file_elsewhere_and_a_secret_without_encryption_are_refused() {
            put(DB, sops("data: {}\n"));
            snapshot();
            refused(DB + " is misplaced", "live/default");
            put(DB, sops("data: {}\n").replaceAll("(?s)sops:.*", ""));
            snapshot();
            refused(DB + " is a Secret in plain text", "live/default");
            put("sealed/" + DB, sops("data: {}\n").replaceAll("(?s)sops:.*", ""));
            snapshot();
            refused("sealed/" + DB + " is a Secret in plain text", "live/default");
            put("sealed/namespaces/shop/core/configmaps/db.yaml", sops("data: {}\n"));
            snapshot();
            refused("configmaps/db.yaml is misplaced", "live/default");
        }

        @Test
        void a_persons_branch_need_not_be_signed_and_may_be_rewritten_but_for_main() {
            git("switch", "-q", "-c", "mine");
            put("notes.txt", "kind: Secret\n");
            put(APP, "# by hand\n" + manifest("ConfigMap", "app", "shop", ""));
            git("add", "-A");
            git("commit", "-q", "-m", "by hand");
            git("push", "-q", "origin", "mine", "mine:main");
            git("commit", "-q", "--amend", "-m", "again");
            git("push", "-q", "-f", "origin", "mine");
            refused("never rewritten", "+mine:main");
        }

        @Test
        void what_a_commit_says_of_itself_must_fit() {
            number = 0;
            snapshot();
            refused("follows number 1", "live/default");
            refused("belongs to the component default, not to other", "HEAD:refs/heads/live/other");
        }

        @Test
        void git_before_2_34_sees_only_that_commits_are_signed_and_says_so() throws IOException {
            Path old = Files.createDirectory(folder.resolve("old"));
            Path real =
                    Path.of(attempt(folder, "sh", "-c", "command -v git").text().strip());
            Path git = Files.writeString(
                    old.resolve("git"),
                    "#!/bin/sh\n[ \"$1\" = version ] && echo 'git version 2.30.2' && exit\n[ \"$1\" = verify-commit ] && exit 1\n"
                            + "exec " + real + " \"$@\"\n");
            Files.setPosixFilePermissions(git, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path hook = server.resolve("hooks/pre-receive");
            Files.writeString(hook, Files.readString(hook).replaceFirst("set -u", "set -u; PATH=" + old + ":\\$PATH"));
            snapshot("--no-gpg-sign");
            refused("not signed", "live/default");
            git("commit", "-q", "--no-verify", "--allow-empty", "--amend", "-S", "--no-edit");
            Output push = attemptGit("push", "origin", "live/default");
            assertThat(push.exit()).as(push.text()).isZero();
            assertThat(push.text()).contains("only that commits are signed", "git 2.30.2");
        }
    }

    @Nested
    class WherePeopleCommit {

        @BeforeEach
        void guard() {
            assertThat(run(work, "hooks", "install")).isEqualTo(ExitCode.DONE);
        }

        private void refused(String said, String... options) {
            git("add", "-A");
            Output output = attemptGit(
                    Stream.concat(Stream.of("commit", "-m"), Stream.of(options)).toArray(String[]::new));
            assertThat(output.exit()).as(output.text()).isNotZero();
            assertThat(output.text()).contains("tidemark: refused: ", said);
        }

        @Test
        void a_secret_or_a_misplaced_manifest_is_not_committed_on_any_branch() {
            git("switch", "-q", "-c", "mine");
            put("namespaces/shop/core/secrets/db.yaml", manifest("Secret", "db", "shop", "data:\n  a: eA==\n"));
            refused("namespaces/shop/core/secrets/db.yaml is a Secret in plain text", "x");
            git("rm", "-q", "-f", "namespaces/shop/core/secrets/db.yaml");
            put(APP, manifest("ConfigMap", "other", "shop", ""));
            refused("misplaced", "x");
            put(APP, manifest("ConfigMap", "app", "shop", ""));
            git("add", "-A");
            git("commit", "-q", "-m", "fine");
        }

        @Test
        void a_machine_branch_takes_only_signed_commits_with_their_trailers() {
            put(APP, manifest("ConfigMap", "app", "shop", ""));
            refused("every commit of it is signed", "x");
            git("config", "commit.gpgSign", "true");
            refused("Tidemark-Seq: 1", "x");
            refused("Tidemark-Repository: ", "x\n\nTidemark-Seq: 1\nTidemark-Component: default");
            git("commit", "-q", "-m", "x\n\n" + trailers(1));
            put(APP, manifest("ConfigMap", "app", "shop", "data: {}\n"));
            refused("Tidemark-Seq: 2", "x\n\n" + trailers(1));
        }

        @Test
        void a_checkout_says_what_it_is_for() {
            put(APP, manifest("ConfigMap", "app", "shop", ""));
            snapshot();
            assertThat(attemptGit("checkout", "--detach", "HEAD").text())
                    .contains("this is a snapshot of default", "tidemark restore");
            assertThat(attemptGit("checkout", "live/default").text()).contains("written by tidemark");
            assertThat(attemptGit("checkout", "-b", "main").text()).contains("the approved state");
            assertThat(attemptGit("checkout", "-b", "mine").text()).doesNotContain("tidemark:");
        }
    }
}
