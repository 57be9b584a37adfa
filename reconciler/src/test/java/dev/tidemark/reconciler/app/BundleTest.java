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
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.Program;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.CommitDraft;
import dev.tidemark.snapshots.git.CommitResult;
import dev.tidemark.snapshots.git.SigningKey;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TreeTransaction;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.layout.TypesFile;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bundle}: stock programs open what it made, it opens what they made, and whatever was altered is refused. */
class BundleTest {

    private static final String REF = "refs/heads/live/default";
    private static final TypeTable TYPES = new TypeTable(List.of(
            new ResourceType("", "v1", "ConfigMap", "configmaps", "configmap", List.of("cm"), true, false),
            new ResourceType("", "v1", "Secret", "secrets", "secret", List.of(), true, false)));
    /** Longer than the 100 bytes that a tar of old had for a name. */
    private static final String APP =
            SnapshotLayout.path(new ResourceId("", "ConfigMap", "configmaps", "shop", "a".repeat(150)));

    private static final String DB = "namespaces/shop/core/secrets/db.yaml";
    private static final String LOST = "namespaces/shop/core/secrets/lost.yaml";
    private static final String PASSPHRASE = "correct & 'horse' \"battery\" $staple";
    private static final String VALUE = "correct-horse-battery-staple";
    private static final byte[] CONFIG_MAP = CanonicalYaml.write(configMap());

    private static SealingKeyPair pair;
    private static SealingKeyPair other;

    private Path folder;
    private Path bundle;
    private Map<String, String> environment;
    private Screen screen = Screen.piped();

    @BeforeAll
    static void sealingKeys() {
        pair = SealingKeyPair.generate(Instant.now());
        other = SealingKeyPair.generate(Instant.now());
    }

    /** Not in the tests' own folder, which lies in the work tree of this project. */
    @BeforeEach
    void repository() throws IOException {
        folder = Files.createTempDirectory(Path.of("/tmp"), "tidemark-bundle-");
        bundle = folder.resolve("config-backup.tar.gz.enc");
        environment = new TreeMap<>(Map.of(
                "XDG_CONFIG_HOME", folder.resolve("config").toString(),
                "TIDEMARK_REPO", folder.resolve("repo").toString(),
                "TIDEMARK_KUBECONFIG", folder.resolve("nowhere").toString(),
                "TIDEMARK_BUNDLE_PASSPHRASE", PASSPHRASE));
        Files.write(folder.resolve("crt"), pair.certificatePem());
        Files.write(folder.resolve("key"), pair.privateKeyPem().reveal());
        environment.put("TIDEMARK_KEYS", folder.resolve("key").toString());
        assertThat(run("init", "--bare", "--cert", folder.resolve("crt").toString(), environment.get("TIDEMARK_REPO")))
                .isEqualTo(ExitCode.DONE);
        snapshot(Map.of(APP, CONFIG_MAP, DB, sealed("db", pair)));
    }

    @AfterEach
    void clean() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private int run(String... args) {
        screen = Screen.piped();
        Wiring wiring = new Wiring(name -> environment.getOrDefault(name, ""));
        return new Verbs(wiring, screen.terminal(), name -> environment.getOrDefault(name, "")).run(args);
    }

    private static ObjectNode configMap() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", "v1").put("kind", "ConfigMap");
        tree.putObject("metadata").put("name", "a".repeat(150)).put("namespace", "shop");
        tree.putObject("data").put("level", "débug\n");
        return tree;
    }

    private static ObjectNode secret(String name) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
        tree.putObject("metadata").put("name", name).put("namespace", "shop");
        tree.putObject("data")
                .put("password", Base64.getEncoder().encodeToString(VALUE.getBytes(StandardCharsets.UTF_8)));
        return tree;
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

    private byte[] sealed(String name, SealingKeyPair key) {
        Sealer sealer = new Sealer(
                SealingCertificate.parse(key.certificatePem()),
                home().fingerprintKey().orElseThrow(),
                id());
        return CanonicalYaml.write(sealer.seal(secret(name), Optional.empty()).document());
    }

    private Commit snapshot(Map<String, byte[]> files) {
        try (SnapshotRepository repository = SnapshotRepository.open(Path.of(environment.get("TIDEMARK_REPO")))) {
            Optional<Commit> tip = repository.tip(REF);
            String message = "Snapshot\n\nTidemark-Repository: " + id()
                    + "\nTidemark-Component: default\nTidemark-Status: Complete\nTidemark-Seq: "
                    + repository.index(tip.orElseThrow()).size() + "\n";
            try (TreeTransaction transaction = repository.begin(tip)) {
                transaction.put(SnapshotLayout.TYPES, TypesFile.write(TYPES));
                files.forEach(transaction::put);
                CommitDraft draft = CommitDraft.byTidemark(message, Instant.now());
                CommitResult result =
                        transaction.commit(REF, tip, draft, home().signingKey().orElseThrow());
                return ((CommitResult.Committed) result).commit();
            }
        }
    }

    private JsonNode create(int exit, String... options) throws IOException {
        int code = run(Stream.concat(Stream.of("bundle", "create", bundle.toString(), "-o", "json"), Stream.of(options))
                .toArray(String[]::new));
        assertThat(code).as(screen.out() + screen.err()).isEqualTo(exit);
        return new ObjectMapper().readTree(screen.out());
    }

    private Path beside(String suffix) {
        return bundle.resolveSibling(bundle.getFileName() + suffix);
    }

    private Path fresh() throws IOException {
        return Files.createTempDirectory(folder, "opened-");
    }

    /** Opens it with our own verb into an empty folder, and answers the error's reason, empty when there was none. */
    private String open(Path into, String... options) throws IOException {
        run(Stream.concat(
                        Stream.of("bundle", "open", bundle.toString(), into.toString(), "-o", "json"),
                        Stream.of(options))
                .toArray(String[]::new));
        return new ObjectMapper()
                .readTree(screen.out())
                .path("error")
                .path("reason")
                .asText();
    }

    private void holdsTheState(Path opened) throws IOException {
        assertThat(opened.resolve(APP)).hasBinaryContent(CONFIG_MAP);
        assertThat(CanonicalYaml.read(Files.readAllBytes(opened.resolve(DB)))).isEqualTo(secret("db"));
        assertThat(Program.onPath("sha256sum")
                        .runIn(opened, "-c", "--strict", "SHA256SUMS")
                        .exited(0)
                        .out())
                .contains("README.txt: OK", "keys.yaml: OK", DB + ": OK");
    }

    /** What is said in the README of a bundle to do with the next one, as a script. */
    private String recipe(Path opened) throws IOException {
        List<String> lines = Files.readAllLines(opened.resolve("README.txt"));
        int start = lines.indexOf("     F=backup.tar.gz.enc");
        assertThat(start).isPositive();
        Stream<String> commands =
                lines.subList(start + 1, lines.size()).stream().filter(line -> line.startsWith("     "));
        return "set -eu\nF=" + bundle.getFileName() + "\n" + String.join("\n", commands.toList()) + "\n";
    }

    @Test
    void the_commands_of_its_own_readme_verify_and_open_it() throws IOException {
        create(ExitCode.DONE);
        Path first = fresh();
        assertThat(open(first)).isEmpty();
        holdsTheState(first);

        Files.copy(first.resolve("allowed_signers"), folder.resolve("allowed_signers"));
        Answer answer = Program.onPath("sh")
                .withVariable("TIDEMARK_BUNDLE_PASSPHRASE", PASSPHRASE)
                .runIn(folder, "-c", recipe(first))
                .exited(0);
        JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(beside(".json")));
        assertThat(answer.out())
                .contains("Good \"bundle@tidemark.dev\" signature for tidemark@localhost")
                .contains(bundle.getFileName() + ": OK")
                .contains("= " + json.path("hmac").asText());
        holdsTheState(folder.resolve("backup"));
    }

    @Test
    void the_command_line_of_old_opens_the_legacy_form() throws IOException {
        Path made = folder.resolve("passphrase");
        JsonNode answer = create(ExitCode.DONE, "--kdf", "legacy", "--new-passphrase-file", made.toString());
        assertThat(answer.path("kdf").asText()).isEqualTo("legacy");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rw-------");
        String key = Files.readString(made).strip();
        assertThat(Base64.getUrlDecoder().decode(key)).hasSize(32);
        Program.onPath("openssl")
                .runIn(
                        folder,
                        "enc",
                        "-aes-256-cbc",
                        "-d",
                        "-salt",
                        "-in",
                        bundle.getFileName().toString(),
                        "-out",
                        "backup.tar.gz",
                        "-pass",
                        "pass:" + key)
                .exited(0);
        Path opened = fresh();
        Program.onPath("tar")
                .run("-xzf", folder.resolve("backup.tar.gz").toString(), "-C", opened.toString())
                .exited(0);
        holdsTheState(opened);
        assertThat(open(fresh(), "--passphrase-file", made.toString())).isEmpty();
        assertThat(open(fresh())).isEqualTo("wrong-passphrase");
    }

    @Test
    void a_passphrase_that_is_not_ascii_is_the_same_to_openssl_or_refused() throws IOException {
        Path chosen = folder.resolve("passphrase");
        Files.writeString(chosen, "Füße ✓\n");
        create(ExitCode.DONE, "--passphrase-file", chosen.toString());
        String command = new ObjectMapper()
                .readTree(Files.readAllBytes(beside(".json")))
                .path("open")
                .asText();
        Program.onPath("sh")
                .runIn(folder, "-c", command.replaceFirst("-pass .*", "-pass file:passphrase"))
                .exited(0);
        Program.onPath("tar")
                .run("-tzf", folder.resolve("backup.tar.gz").toString())
                .exited(0);

        environment.put("TIDEMARK_BUNDLE_PASSPHRASE", "Füße ✓");
        String encoding = System.getProperty("sun.jnu.encoding");
        System.setProperty("sun.jnu.encoding", "ANSI_X3.4-1968");
        try {
            staysClosed("bad-passphrase");
            assertThat(screen.err()).contains("LC_ALL").doesNotContain("Füße");
        } finally {
            System.setProperty("sun.jnu.encoding", encoding);
        }
    }

    @Test
    void a_passphrase_that_a_person_chose_is_refused_for_the_legacy_form() throws IOException {
        JsonNode answer = create(ExitCode.REFUSED, "--kdf", "legacy");
        assertThat(answer.path("error").path("reason").asText()).isEqualTo("guessable-passphrase");
        assertThat(answer.path("error").path("hint").asText()).contains("--new-passphrase-file");
        assertThat(bundle).doesNotExist();
    }

    @Test
    void its_files_are_in_a_fixed_order_of_nobody_and_of_one_time() throws IOException {
        JsonNode answer = create(ExitCode.DONE);
        assertThat(answer.path("unsealed").asInt()).isOne();
        Program.onPath("sh")
                .withVariable("TIDEMARK_BUNDLE_PASSPHRASE", PASSPHRASE)
                .runIn(
                        folder,
                        "-c",
                        new ObjectMapper()
                                .readTree(Files.readAllBytes(beside(".json")))
                                .path("open")
                                .asText())
                .exited(0);
        List<String> lines = Program.onPath("tar")
                .withVariable("TZ", "UTC")
                .run(
                        "--numeric-owner",
                        "--full-time",
                        "-tvzf",
                        folder.resolve("backup.tar.gz").toString())
                .exited(0)
                .out()
                .lines()
                .toList();
        String time = answer.path("createdAt").asText().replace("T", " ").replace("Z", "");
        assertThat(lines).allMatch(line -> line.startsWith("-rw------- 0/0 ") && line.contains(time));
        assertThat(lines.stream().map(line -> line.substring(line.lastIndexOf(' ') + 1)))
                .containsExactly(
                        "SHA256SUMS",
                        "README.txt",
                        "keys.yaml",
                        "sealing.crt",
                        "allowed_signers",
                        "commit.yaml",
                        APP,
                        DB);
    }

    @Test
    void nothing_on_the_disk_shows_what_is_inside() throws IOException {
        create(ExitCode.DONE);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "config",
                            "repo",
                            "crt",
                            "key",
                            bundle.getFileName().toString(),
                            bundle.getFileName() + ".json",
                            bundle.getFileName() + ".json.sig",
                            bundle.getFileName() + ".sha256");
        }
        assertThat(Files.getPosixFilePermissions(bundle)).hasSize(2);
        String encoded = secret("db").path("data").path("password").asText();
        for (Path file : List.of(bundle, beside(".json"), beside(".sha256"))) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(VALUE, encoded, PASSPHRASE);
        }
        assertThat(screen.out() + screen.err()).doesNotContain(VALUE, encoded, PASSPHRASE);
    }

    @Test
    void a_secret_that_cannot_be_opened_stays_sealed_and_is_named() throws IOException {
        byte[] closed = sealed("lost", other);
        snapshot(Map.of(LOST, closed));
        JsonNode answer = create(ExitCode.PARTIAL);
        assertThat(answer.path("status").asText()).isEqualTo("Partial");
        assertThat(answer.path("shortfalls")).hasSize(1);
        assertThat(answer.path("shortfalls").get(0).path("id").path("name").asText())
                .isEqualTo("lost");
        Path opened = fresh();
        assertThat(open(opened)).isEmpty();
        holdsTheState(opened);
        assertThat(opened.resolve(LOST)).hasBinaryContent(closed);
        assertThat(opened.resolve("README.txt"))
                .content()
                .contains("Still sealed", "lost", "no key opens its item password");
    }

    @Test
    void an_object_that_is_sealed_whole_stands_where_kubectl_reads_it() throws IOException {
        ResourceId id = new ResourceId("", "ConfigMap", "configmaps", "shop", "hidden");
        ObjectNode hidden = configMap();
        hidden.withObject("metadata").put("name", id.name());
        Sealer sealer = new Sealer(
                SealingCertificate.parse(pair.certificatePem()),
                home().fingerprintKey().orElseThrow(),
                id());
        byte[] sealed = CanonicalYaml.write(
                sealer.sealWhole(new Manifest(id, hidden), Optional.empty()).document());
        String path = SnapshotLayout.path(id);
        snapshot(Map.of(SnapshotLayout.sealed(path), sealed));
        assertThat(create(ExitCode.DONE).path("unsealed").asInt()).isEqualTo(2);
        Path opened = fresh();
        assertThat(open(opened)).isEmpty();
        assertThat(opened.resolve(path)).hasBinaryContent(CanonicalYaml.write(hidden));
        assertThat(opened.resolve("sealed")).doesNotExist();
    }

    @Test
    void it_opens_for_its_owner_alone() throws IOException {
        create(ExitCode.DONE);
        Path opened = folder.resolve("new");
        assertThat(open(opened)).isEmpty();
        try (Stream<Path> files = Files.walk(opened)) {
            assertThat(files).allMatch(file -> mode(file).equals(Files.isDirectory(file) ? "rwx------" : "rw-------"));
        }
        assertThat(open(opened)).isEqualTo("not-empty");
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void staysClosed(String reason, String... options) throws IOException {
        Path into = folder.resolve("closed");
        assertThat(open(into, options)).as(screen.err()).isEqualTo(reason);
        if (Files.exists(into)) {
            assertThat(into).isEmptyDirectory();
        }
    }

    @Test
    void what_is_not_as_it_was_written_is_refused_before_anything_is_written() throws IOException {
        create(ExitCode.DONE);
        byte[] good = Files.readAllBytes(bundle);
        for (int at : new int[] {0, good.length / 2}) {
            byte[] flipped = good.clone();
            flipped[at] ^= 1;
            Files.write(bundle, flipped);
            staysClosed("altered");
        }
        Files.write(bundle, Arrays.copyOf(good, good.length - 16));
        staysClosed("truncated");
        Files.write(bundle, new byte[0]);
        staysClosed("altered");
        Files.write(bundle, good);

        environment.put("TIDEMARK_BUNDLE_PASSPHRASE", PASSPHRASE + " ");
        staysClosed("wrong-passphrase");
        environment.put("TIDEMARK_BUNDLE_PASSPHRASE", "");
        staysClosed("no-passphrase");
        environment.put("TIDEMARK_BUNDLE_PASSPHRASE", PASSPHRASE);

        byte[] json = Files.readAllBytes(beside(".json"));
        Files.writeString(beside(".json"), Files.readString(beside(".json")).replace("600000", "600001"));
        staysClosed("untrusted-bundle");
        staysClosed("wrong-passphrase", "--allow-unsigned");
        Files.delete(beside(".json"));
        staysClosed("no-side-file");
        assertThat(screen.err()).contains("openssl enc -aes-256-cbc -d");
        Files.write(beside(".json"), json);
        assertThat(open(folder.resolve("closed"))).isEmpty();
    }

    @Test
    void whose_signature_it_bears_is_told_and_refused_where_it_is_another_than_is_trusted() throws IOException {
        create(ExitCode.DONE);
        assertThat(open(fresh())).isEmpty();
        assertThat(screen.out())
                .contains("\"trusted\":true", home().signingKey().orElseThrow().fingerprint());
        String stranger = SigningKey.generate("x").fingerprint();
        staysClosed("untrusted-bundle", "--trust", stranger);
        byte[] signature = Files.readAllBytes(beside(".json.sig"));
        Files.delete(beside(".json.sig"));
        staysClosed("untrusted-bundle");
        assertThat(open(fresh(), "--allow-unsigned")).isEmpty();

        environment.put("XDG_CONFIG_HOME", folder.resolve("elsewhere").toString());
        assertThat(open(fresh())).isEmpty();
        assertThat(screen.out()).contains("\"trusted\":false", "it is not signed");
        Files.write(beside(".json.sig"), signature);
        assertThat(open(fresh())).isEmpty();
        assertThat(screen.out()).contains("\"trusted\":false", "which nothing here says to trust");
    }

    @Test
    void a_state_that_nobody_trusted_has_signed_is_not_vouched_for() throws IOException {
        assertThat(create(ExitCode.REFUSED, "--trust", SigningKey.generate("x").fingerprint())
                        .path("error")
                        .path("tried")
                        .asText())
                .startsWith("make a bundle of ");
        assertThat(bundle).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundle", "new passphrase", "opened"})
    void nothing_of_it_goes_into_a_git_work_tree(String what) throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree/.git")).getParent();
        if (what.equals("opened")) {
            create(ExitCode.DONE);
            staysIn(
                    tree.resolve("opened"),
                    "bundle",
                    "open",
                    bundle.toString(),
                    tree.resolve("opened").toString());
        } else if (what.equals("bundle")) {
            staysIn(
                    tree.resolve("b.enc"),
                    "bundle",
                    "create",
                    tree.resolve("b.enc").toString());
        } else {
            staysIn(
                    tree.resolve("new"),
                    "bundle",
                    "create",
                    bundle.toString(),
                    "--new-passphrase-file",
                    tree.resolve("new").toString());
        }
    }

    private void staysIn(Path place, String... command) {
        assertThat(run(command)).isEqualTo(ExitCode.REFUSED);
        assertThat(screen.err()).contains("work tree");
        assertThat(place).doesNotExist();
    }

    @Test
    void a_bundle_that_is_there_is_not_replaced() throws IOException {
        Files.writeString(bundle, "precious");
        assertThat(create(ExitCode.REFUSED).path("error").path("reason").asText())
                .isEqualTo("file-exists");
        assertThat(bundle).hasContent("precious");
    }

    /** Encrypts a tar with openssl, and writes the side file with what its programs print. */
    private void writtenByOpenssl(Path archive) throws IOException {
        Program openssl = Program.onPath("openssl").withVariable("P", PASSPHRASE);
        openssl.run(
                        "enc",
                        "-aes-256-cbc",
                        "-salt",
                        "-pbkdf2",
                        "-iter",
                        "10000",
                        "-md",
                        "sha256",
                        "-in",
                        archive.toString(),
                        "-out",
                        bundle.toString(),
                        "-pass",
                        "env:P")
                .exited(0);
        String script = """
                SALT=$(tail -c +9 $F | head -c 8 | od -An -v -tx1 | tr -d ' \\n')
                KEY=$(openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt pass:"$P" -kdfopt hexsalt:${SALT}6d6163 \\
                  -kdfopt iter:10000 -binary PBKDF2 | od -An -v -tx1 | tr -d ' \\n')
                openssl dgst -sha256 -mac HMAC -macopt hexkey:$KEY $F | sed 's/.*= //'
                """;
        String hmac = Program.onPath("sh")
                .withVariable("P", PASSPHRASE)
                .withVariable("F", bundle.toString())
                .run("-c", script)
                .exited(0)
                .out()
                .strip();
        String sum = Program.onPath("sha256sum")
                .run(bundle.toString())
                .exited(0)
                .out()
                .substring(0, 64);
        Files.writeString(
                beside(".json"),
                String.format(
                        Locale.ROOT,
                        "{\"v\":1,\"cipher\":\"aes-256-cbc\",\"kdf\":\"pbkdf2\",\"iter\":10000,\"md\":\"sha256\",\"size\":%d,"
                                + "\"sha256\":\"%s\",\"hmac\":\"%s\",\"createdAt\":\"2026-11-01T10:00:00Z\","
                                + "\"repository\":\"00\",\"gitCommit\":\"00\"}",
                        Files.size(bundle),
                        sum,
                        hmac));
    }

    @Test
    void what_openssl_and_tar_wrote_opens() throws IOException {
        Path source = Files.createDirectories(folder.resolve("source"));
        Path deep = Files.createDirectories(source.resolve("d".repeat(90)).resolve("e".repeat(90)));
        Files.writeString(deep.resolve("file"), "deep");
        Path archive = folder.resolve("a.tar.gz");
        for (String format : List.of("gnu", "pax", "ustar")) {
            Program.onPath("tar")
                    .run("--format", format, "-czf", archive.toString(), "-C", source.toString(), ".")
                    .exited(0);
            writtenByOpenssl(archive);
            Path opened = fresh();
            assertThat(open(opened)).as(screen.err()).isEmpty();
            assertThat(opened.resolve(source.relativize(deep)).resolve("file")).hasContent("deep");
        }
    }

    @Test
    void an_archive_that_reaches_out_of_its_folder_is_refused_and_leaves_nothing() throws IOException {
        Path source = Files.createDirectories(folder.resolve("source"));
        Files.writeString(source.resolve("good"), "good");
        Files.createSymbolicLink(source.resolve("link"), folder);
        Path archive = folder.resolve("a.tar.gz");
        Program tar = Program.onPath("tar");
        for (String[] options : new String[][] {
            {"--transform", "s,good,../good,", "good"},
            {"--transform", "s,good,/tmp/good,", "good"},
            {"good", "link"},
        }) {
            tar.with("-czPf", archive.toString(), "-C", source.toString())
                    .run(options)
                    .exited(0);
            writtenByOpenssl(archive);
            staysClosed("cannot-unpack");
            assertThat(folder.resolve("good")).doesNotExist();
        }
    }
}
