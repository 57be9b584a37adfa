package dev.tidemark.reconciler.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cli.ExitCode;
import dev.tidemark.reconciler.cli.Screen;
import dev.tidemark.reconciler.cli.Verbs;
import dev.tidemark.reconciler.keys.KeyHome;
import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitDraft;
import dev.tidemark.snapshots.git.CommitResult;
import dev.tidemark.snapshots.git.CommitSigner;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TreeTransaction;
import dev.tidemark.snapshots.layout.CoverageFile;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.layout.TypesFile;
import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Coverage;
import dev.tidemark.snapshots.model.ResourceType;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.seal.Sealer;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify}, on repositories in which one thing is wrong. */
class VerifyTest {

    private static final String REF = "refs/heads/live/default";
    private static final String APP = "namespaces/shop/core/configmaps/app.yaml";
    private static final String DB = "namespaces/shop/core/secrets/db.yaml";
    private static final TypeTable TYPES = new TypeTable(List.of(
            new ResourceType("", "v1", "ConfigMap", "configmaps", "configmap", List.of("cm"), true, false),
            new ResourceType("", "v1", "Secret", "secrets", "secret", List.of(), true, false)));

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private Path repo;
    private Screen screen = Screen.piped();
    private int number;

    @BeforeAll
    static void sealingKey() throws IOException {
        SealingKeyPair pair = SealingKeyPair.generate(Instant.now());
        Files.write(shared.resolve("crt"), pair.certificatePem());
        Files.write(shared.resolve("key"), pair.privateKeyPem().reveal());
    }

    @BeforeEach
    void init() {
        repo = folder.resolve("repo");
        assertThat(run("init", "--bare", "--cert", shared.resolve("crt").toString(), repo.toString()))
                .isEqualTo(ExitCode.DONE);
    }

    private int run(String... args) {
        screen = Screen.piped();
        Map<String, String> environment =
                Map.of("XDG_CONFIG_HOME", folder.resolve("config").toString(), "TIDEMARK_REPO", repo.toString());
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

    private String id() {
        return home().folder().getFileName().toString();
    }

    private static byte[] configMap(String name, String value) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", "v1").put("kind", "ConfigMap");
        tree.putObject("metadata").put("name", name).put("namespace", "shop");
        tree.putObject("data").put("level", value);
        return CanonicalYaml.write(tree);
    }

    private byte[] secret(String name, String value, FingerprintKey key) throws IOException {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", "v1").put("kind", "Secret");
        tree.putObject("metadata").put("name", name).put("namespace", "shop");
        tree.putObject("data")
                .put("password", Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
        SealingCertificate certificate = SealingCertificate.parse(Files.readAllBytes(shared.resolve("crt")));
        return CanonicalYaml.write(
                new Sealer(certificate, key, id()).seal(tree, Optional.empty()).document());
    }

    private byte[] secret(String name, String value) throws IOException {
        return secret(name, value, home().fingerprintKey().orElseThrow());
    }

    private static Coverage coverage(int configMaps, int secrets) {
        return new Coverage(List.of(
                new Coverage.Entry("", "configmaps", "*", Coverage.State.COMPLETE, configMaps, ""),
                new Coverage.Entry("", "secrets", "*", Coverage.State.COMPLETE, secrets, "")));
    }

    private Commit snapshot(Map<String, byte[]> files) {
        return snapshot(files, home().signingKey().orElseThrow());
    }

    /** A snapshot with these files beside those that are there; its coverage counts them. */
    private Commit snapshot(Map<String, byte[]> files, CommitSigner signer) {
        number++;
        try (SnapshotRepository repository = SnapshotRepository.open(repo)) {
            Optional<Commit> tip = repository.tip(REF);
            List<String> paths = new ArrayList<>(files.keySet());
            repository.index(tip.orElseThrow()).forEach((path, blob) -> {
                if (!files.containsKey(path)) {
                    paths.add(path);
                }
            });
            int configMaps =
                    (int) paths.stream().filter(p -> p.contains("/configmaps/")).count();
            int secrets =
                    (int) paths.stream().filter(p -> p.contains("/secrets/")).count();
            long objects = paths.stream().filter(SnapshotLayout::isManifest).count();
            String message = "Snapshot\n\nTidemark-Repository: " + id()
                    + "\nTidemark-Component: default\nTidemark-Status: Complete\nTidemark-Objects: " + objects
                    + "\nTidemark-Seq: " + number + "\n";
            try (TreeTransaction transaction = repository.begin(tip)) {
                transaction.put(SnapshotLayout.TYPES, TypesFile.write(TYPES));
                transaction.put(SnapshotLayout.COVERAGE, CoverageFile.write(coverage(configMaps, secrets)));
                files.forEach(transaction::put);
                CommitResult result =
                        transaction.commit(REF, tip, CommitDraft.byTidemark(message, Instant.now()), signer);
                return ((CommitResult.Committed) result).commit();
            }
        }
    }

    private List<JsonNode> findings(int exit, String... options) throws IOException {
        int code = run(Stream.concat(Stream.of("verify", "-o", "json"), Stream.of(options))
                .toArray(String[]::new));
        List<JsonNode> findings = new ArrayList<>();
        new ObjectMapper().readTree(screen.out()).path("findings").forEach(findings::add);
        assertThat(code).as(findings + screen.err()).isEqualTo(exit);
        return findings;
    }

    private static List<String> codes(List<JsonNode> findings, String level) {
        return findings.stream()
                .filter(f -> f.path("level").asText().equals(level))
                .map(f -> f.path("code").asText())
                .toList();
    }

    private JsonNode onlyFailure(String code, String... options) throws IOException {
        List<JsonNode> findings = findings(ExitCode.PARTIAL, options);
        assertThat(codes(findings, "fail")).as(findings.toString()).containsExactly(code);
        return findings.stream()
                .filter(f -> f.path("level").asText().equals("fail"))
                .findFirst()
                .orElseThrow();
    }

    /** Objects of their own, so that one can be damaged. */
    private void explode() throws IOException {
        Path packs = Files.createDirectories(folder.resolve("packs"));
        List<Path> names;
        try (Stream<Path> files = Files.list(repo.resolve("objects/pack"))) {
            names = files.toList();
        }
        for (Path file : names) {
            Files.move(file, packs.resolve(file.getFileName()));
        }
        for (Path file : names) {
            if (file.toString().endsWith(".pack")) {
                Process unpack = new ProcessBuilder("git", "-C", repo.toString(), "unpack-objects", "-q")
                        .redirectInput(packs.resolve(file.getFileName()).toFile())
                        .start();
                try {
                    assertThat(unpack.waitFor()).isZero();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private Path loose(String id) {
        return repo.resolve("objects").resolve(id.substring(0, 2)).resolve(id.substring(2));
    }

    @Test
    void a_repository_that_is_as_it_should_be_has_no_failure() throws IOException {
        snapshot(Map.of(APP, configMap("app", "1"), DB, secret("db", "s3cret")));
        List<JsonNode> findings =
                findings(ExitCode.DONE, "--keys", shared.resolve("key").toString());
        assertThat(codes(findings, "fail")).isEmpty();
        assertThat(codes(findings, "warn")).isEmpty();
        assertThat(codes(findings, "ok")).containsExactly("history", "files", "coverage", "seals");
        assertThat(findings(
                        ExitCode.DONE, "--all", "--keys", shared.resolve("key").toString()))
                .isNotEmpty();
        assertThat(run("verify")).isEqualTo(ExitCode.DONE);
        assertThat(screen.out()).contains("ok    live/default: ", "warn  1 sealed object: not opened");
        assertThat(screen.out()).doesNotContain("s3cret");
    }

    @Test
    void an_unsigned_commit_is_a_failure_or_a_warning_or_not_looked_at() throws IOException {
        Commit bad = snapshot(Map.of(APP, configMap("app", "1")), CommitSigner.NONE);
        snapshot(Map.of(APP, configMap("app", "2")));
        assertThat(onlyFailure("unsigned").path("subject").asText()).isEqualTo(bad.shortId());
        assertThat(codes(findings(ExitCode.DONE, "--signatures", "warn"), "warn"))
                .containsExactly("unsigned");
        assertThat(codes(findings(ExitCode.DONE, "--signatures", "off"), "warn"))
                .isEmpty();
    }

    @Test
    void a_manifest_under_another_name_is_misplaced() throws IOException {
        snapshot(Map.of("namespaces/shop/core/configmaps/other.yaml", configMap("app", "1")));
        assertThat(onlyFailure("misplaced").path("message").asText()).contains(APP);
    }

    @Test
    void a_manifest_in_another_form_is_named() throws IOException {
        byte[] other = "kind: ConfigMap\napiVersion: v1\nmetadata: {name: app, namespace: shop}\n"
                .getBytes(StandardCharsets.UTF_8);
        snapshot(Map.of(APP, other));
        onlyFailure("not-canonical");
    }

    @Test
    void what_is_no_manifest_is_named() throws IOException {
        snapshot(Map.of(APP, "- 1\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(onlyFailure("malformed-manifest").path("subject").asText()).endsWith(APP);
    }

    @Test
    void a_secret_in_plain_text_is_named_without_its_value() throws IOException {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", "v1").put("kind", "Secret");
        tree.putObject("metadata").put("name", "db").put("namespace", "shop");
        tree.putObject("data").put("password", "czNjcmV0");
        snapshot(Map.of(DB, CanonicalYaml.write(tree)));
        onlyFailure("plaintext-secret");
        assertThat(screen.out() + screen.err()).doesNotContain("czNjcmV0");
    }

    @Test
    void a_ciphertext_that_was_sealed_elsewhere_is_foreign() throws IOException {
        FingerprintKey ours = home().fingerprintKey().orElseThrow();
        FingerprintKey forged =
                new FingerprintKey(ours.id(), FingerprintKey.generate().key());
        snapshot(Map.of(DB, secret("db", "s3cret", forged)));
        JsonNode finding = onlyFailure(
                "foreign-ciphertext", "--keys", shared.resolve("key").toString());
        assertThat(finding.path("message").asText()).contains("password");
        assertThat(codes(findings(ExitCode.DONE), "warn")).containsExactly("seals-unopened");
    }

    @Test
    void an_older_ciphertext_of_the_same_place_is_foreign() throws IOException {
        ObjectNode now = CanonicalYaml.read(secret("db", "new"));
        ObjectNode then = CanonicalYaml.read(secret("db", "old"));
        ((ObjectNode) now.path("spec")).set("encryptedData", then.path("spec").path("encryptedData"));
        snapshot(Map.of(DB, CanonicalYaml.write(now)));
        onlyFailure("foreign-ciphertext", "--keys", shared.resolve("key").toString());
    }

    @Test
    void a_secret_that_no_key_opens_is_named() throws IOException {
        snapshot(Map.of(DB, secret("db", "s3cret")));
        Path other = folder.resolve("other");
        Files.write(
                other, SealingKeyPair.generate(Instant.now()).privateKeyPem().reveal());
        assertThat(onlyFailure("unopenable", "--keys", other.toString())
                        .path("subject")
                        .asText())
                .endsWith(DB);
    }

    @Test
    void a_coverage_that_counts_otherwise_is_named() throws IOException {
        snapshot(Map.of(APP, configMap("app", "1"), SnapshotLayout.COVERAGE, CoverageFile.write(coverage(7, 0))));
        assertThat(onlyFailure("coverage-mismatch").path("message").asText()).contains("7", "1");
    }

    @Test
    void a_lost_object_is_located_and_the_rest_is_checked() throws IOException {
        byte[] lost = configMap("app", "1");
        Commit first = snapshot(Map.of(APP, lost));
        snapshot(Map.of("namespaces/shop/core/configmaps/b.yaml", configMap("wrong", "1")));
        explode();
        Files.delete(loose(BlobId.of(lost).hex()));
        List<JsonNode> findings = findings(ExitCode.PARTIAL, "--all");
        assertThat(codes(findings, "fail")).containsExactlyInAnyOrder("corrupt-repository", "misplaced");
        assertThat(findings.stream().map(f -> f.path("subject").asText())).contains(first.shortId() + " " + APP);
    }

    @Test
    void the_keys_can_be_listed_although_an_older_secret_is_lost() throws IOException {
        byte[] lost = secret("db", "old");
        snapshot(Map.of(DB, lost));
        snapshot(Map.of(DB, secret("db", "new")));
        explode();
        Files.delete(loose(BlobId.of(lost).hex()));
        assertThat(run("keys", "ls")).as(screen.err()).isEqualTo(ExitCode.DONE);
        assertThat(screen.out()).contains("sealing");
    }

    @Test
    void content_that_was_put_in_the_place_of_another_is_found() throws IOException {
        byte[] content = configMap("app", "1");
        byte[] other = configMap("app", "666");
        snapshot(Map.of(APP, other));
        snapshot(Map.of(APP, content));
        explode();
        Path file = loose(BlobId.of(content).hex());
        assertThat(file.toFile().setWritable(true)).isTrue();
        Files.write(file, Files.readAllBytes(loose(BlobId.of(other).hex())));
        JsonNode finding = onlyFailure("corrupt-repository");
        assertThat(finding.path("message").asText()).contains("not what its id says");
        assertThat(finding.path("subject").asText()).endsWith(APP);
    }

    @Test
    void a_lost_folder_is_located_and_the_rest_is_checked() throws IOException {
        snapshot(Map.of(APP, configMap("app", "1"), DB, secret("db", "x")));
        explode();
        Process process = new ProcessBuilder(
                        "git", "-C", repo.toString(), "rev-parse", "live/default:namespaces/shop/core/configmaps")
                .start();
        String tree = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        Files.delete(loose(tree));
        List<JsonNode> findings =
                findings(ExitCode.PARTIAL, "--keys", shared.resolve("key").toString());
        assertThat(codes(findings, "fail")).contains("unreadable");
        assertThat(codes(findings, "ok")).contains("seals");
        assertThat(findings.stream().map(f -> f.path("subject").asText()))
                .anyMatch(subject -> subject.endsWith(" namespaces/shop/core/configmaps/"));
    }

    @Test
    void the_whole_history_is_looked_into_only_when_asked() throws IOException {
        snapshot(Map.of("namespaces/shop/core/configmaps/b.yaml", configMap("wrong", "1")));
        snapshot(Map.of("namespaces/shop/core/configmaps/b.yaml", configMap("b", "1")));
        assertThat(codes(findings(ExitCode.DONE), "fail")).isEmpty();
        onlyFailure("misplaced", "--all");
        assertThat(codes(findings(ExitCode.PARTIAL, "HEAD~1"), "fail")).containsExactly("misplaced");
    }

    @Test
    void a_snapshot_that_is_too_old_fails_by_the_record_of_the_last_run() throws IOException {
        snapshot(Map.of(APP, configMap("app", "1")));
        assertThat(codes(findings(ExitCode.DONE, "--recent", "1h"), "ok")).contains("recent");
        ran("2020-01-01T00:00:00Z", "Complete", home().signingKey().orElseThrow());
        assertThat(onlyFailure("stale", "--recent", "1h").path("message").asText())
                .contains("2020-01-01");
        assertThat(findings(ExitCode.DONE)).isNotEmpty();
        ran(Instant.now().toString(), "Complete", CommitSigner.NONE);
        assertThat(codes(findings(ExitCode.PARTIAL, "--recent", "1h"), "fail")).containsExactly("run-record");
        assertThat(run("verify", "--recent", "soon")).isEqualTo(ExitCode.USAGE);
    }

    private void ran(String time, String status, CommitSigner signer) {
        try (SnapshotRepository repository = SnapshotRepository.open(repo);
                TreeTransaction transaction = repository.begin(Optional.empty())) {
            String message = "Run\n\nTidemark-Status: " + status + "\nTidemark-Time: " + time + "\n";
            transaction.replace("refs/tidemark/runs/default", CommitDraft.byTidemark(message, Instant.now()), signer);
        }
    }
}
