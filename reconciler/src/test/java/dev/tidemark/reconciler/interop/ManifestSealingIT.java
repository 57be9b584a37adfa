package dev.tidemark.reconciler.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.kit.Age;
import dev.tidemark.reconciler.kit.Answer;
import dev.tidemark.reconciler.kit.ControlPlane;
import dev.tidemark.reconciler.kit.Kubectl;
import dev.tidemark.reconciler.kit.Namespace;
import dev.tidemark.reconciler.kit.Program;
import dev.tidemark.reconciler.kit.SealedSecrets;
import dev.tidemark.reconciler.kit.TestCluster;
import dev.tidemark.reconciler.kit.Tidemark;
import dev.tidemark.snapshots.seal.Scope;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import dev.tidemark.snapshots.yaml.Documents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code seal}, {@code unseal} and {@code reseal} do what kubeseal does, and each opens what the other made. */
@ExtendWith(ControlPlane.class)
class ManifestSealingIT {

    /** Keys that YAML 1.1 reads as something else, no text, nothing, and the largest Secret that there may be. */
    private static final ObjectNode DATA = data();

    @TempDir
    static Path keys;

    @TempDir
    Path folder;

    private final TestCluster cluster;
    private final Tidemark tidemark;
    private final Program kubeseal;
    private final SealedSecrets controller;

    ManifestSealingIT(TestCluster cluster, Tidemark tidemark) {
        this.cluster = cluster;
        this.tidemark = tidemark;
        this.controller = cluster.sealedSecrets();
        this.kubeseal = controller.kubeseal();
    }

    private static ObjectNode data() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        byte[] large = new byte[1024 * 1024 - 4096];
        new Random(7).nextBytes(large);
        for (String item : List.of("n", "on", "1e3", ".dockerconfigjson", "tls.key")) {
            data.put(item, base64("value of " + item));
        }
        data.put("binary", "AAH+/w==").put("empty", "");
        return data.put("large", Base64.getEncoder().encodeToString(large));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @BeforeAll
    static void pairs() throws IOException {
        for (String name : List.of("first", "second")) {
            SealingKeyPair pair = SealingKeyPair.generate(Instant.now());
            Files.write(keys.resolve(name + ".crt"), pair.certificatePem());
            Files.write(keys.resolve(name + ".key"), pair.privateKeyPem().reveal());
        }
    }

    private static String key(String name) {
        return keys.resolve(name).toString();
    }

    private static String secret(String namespace, ObjectNode data) {
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "Opaque");
        secret.putObject("metadata").put("name", "db").put("namespace", namespace);
        secret.set("data", data);
        return secret.toString();
    }

    private static JsonNode dataOf(String yaml) {
        ObjectNode data = (ObjectNode)
                CanonicalYaml.read(yaml.getBytes(StandardCharsets.UTF_8)).path("data");
        data.properties().forEach(item -> {
            if (item.getValue().isNull()) {
                item.setValue(data.textNode("")); // as kubeseal prints an empty value
            }
        });
        return data;
    }

    private String sealed(String secret, String certificate, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "seal";
        arguments[1] = "--cert";
        arguments[2] = key(certificate);
        System.arraycopy(more, 0, arguments, 3, more.length);
        return tidemark.feed(secret, arguments).exited(0).out();
    }

    private Answer recovered(String document, String... keyFiles) {
        return kubeseal.feed(document, "--recovery-unseal", "--recovery-private-key", String.join(",", keyFiles));
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void kubeseal_opens_what_seal_made(Scope scope) {
        String opened = recovered(sealed(secret("shop", DATA), "first.crt", "--scope", scope.word()), key("first.key"))
                .exited(0)
                .out();
        assertThat(dataOf(opened)).isEqualTo(DATA);
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void unseal_opens_what_kubeseal_made(Scope scope) {
        for (String format : List.of("yaml", "json")) {
            String document = kubeseal.feed(
                            secret("shop", DATA),
                            "--cert",
                            key("first.crt"),
                            "--format",
                            format,
                            "--scope",
                            scope.word())
                    .exited(0)
                    .out();
            Answer opened = tidemark.feed(document, "unseal", "--keys", key("first.key"));
            assertThat(dataOf(opened.exited(0).out())).isEqualTo(DATA);
        }
    }

    @Test
    void the_controller_opens_what_seal_made_and_kubeseal_finds_it_valid(Kubectl kubectl, Namespace namespace) {
        ObjectNode data = DATA.deepCopy().without("large");
        String document = tidemark.feed(secret(namespace.name(), data), "seal", "--cert", "controller")
                .exited(0)
                .out();
        kubeseal.with("--kubeconfig", cluster.kubeconfig().toString())
                .feed(document, "--validate")
                .exited(0);
        kubectl.apply(document);
        Kubectl there = kubectl.in(namespace);
        there.run("wait", "--for=condition=Synced", "sealedsecret/db", "--timeout=60s");
        assertThat(there.get("secret", "db").path("data")).isEqualTo(data);
        JsonNode status = there.get("sealedsecret", "db");
        assertThat(status.path("status").path("observedGeneration"))
                .isEqualTo(status.path("metadata").path("generation"));
        String version = version(there);
        there.run("annotate", "sealedsecret/db", "look=again");
        there.run("patch", "sealedsecret/db", "--type=merge", "-p", "{\"spec\":{\"template\":{\"type\":\"Opaque\"}}}");
        assertThat(version(there)).isEqualTo(version);
    }

    private static String version(Kubectl kubectl) {
        return kubectl.get("secret", "db")
                .path("metadata")
                .path("resourceVersion")
                .asText();
    }

    @Test
    void a_renamed_or_moved_document_opens_for_neither() {
        String document = sealed(secret("shop", DATA.deepCopy().without("large")), "first.crt");
        for (String other : List.of(
                document.replace("name: db", "name: other"),
                document.replace("namespace: shop", "namespace: prod"),
                // an annotation in the template alone opens nothing either
                document.replace("annotations: {}", "annotations: {sealedsecrets.bitnami.com/cluster-wide: \"true\"}")
                        .replace("name: db", "name: other"))) {
            assertThat(other).isNotEqualTo(document);
            assertThat(recovered(other, key("first.key")).exit()).isNotZero();
            assertThat(tidemark.feed(other, "unseal", "--keys", key("first.key"))
                            .exited(5)
                            .err())
                    .contains("no key opens its item");
        }
    }

    /** It is what "OAEPWithSHA-256AndMGF1Padding" alone means to Java. */
    @Test
    void a_session_key_wrapped_with_sha_1_inside_opens_for_neither() throws GeneralSecurityException, IOException {
        byte[] session = new byte[32];
        Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
        AlgorithmParameterSpec sha1 = new OAEPParameterSpec(
                "SHA-256",
                "MGF1",
                MGF1ParameterSpec.SHA1,
                new PSource.PSpecified("shop/db".getBytes(StandardCharsets.UTF_8)));
        rsa.init(
                Cipher.ENCRYPT_MODE,
                SealingCertificate.parse(Files.readAllBytes(keys.resolve("first.crt")))
                        .publicKey(),
                sha1);
        byte[] wrapped = rsa.doFinal(session);
        Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(session, "AES"), new GCMParameterSpec(128, new byte[12]));
        byte[] value = aes.doFinal("value".getBytes(StandardCharsets.UTF_8));
        byte[] blob = ByteBuffer.allocate(2 + wrapped.length + value.length)
                .putShort((short) wrapped.length)
                .put(wrapped)
                .put(value)
                .array();
        String good = sealed(secret("shop", oneItem("a")), "first.crt");
        String bad = good.replace(ciphertext(good, "a"), Base64.getEncoder().encodeToString(blob));
        assertThat(recovered(good, key("first.key")).exit()).isZero();
        assertThat(recovered(bad, key("first.key")).exit()).isNotZero();
        tidemark.feed(bad, "unseal", "--keys", key("first.key")).exited(5);
    }

    @Test
    void items_of_several_keys_open_with_a_list_of_them_and_those_of_a_missing_key_are_named() throws IOException {
        String first = sealed(secret("shop", oneItem("a")), "first.crt");
        Path file = folder.resolve("merged.yaml");
        Files.writeString(file, first);
        kubeseal.feed(secret("shop", oneItem("b")), "--cert", key("second.crt"), "--merge-into", file.toString())
                .exited(0);
        assertThat(Files.readString(file)).contains(ciphertext(first, "a"));
        Path list = folder.resolve("list.yaml");
        Files.writeString(list, keyList("first.key", "second.key"));
        assertThat(dataOf(tidemark.run("unseal", "-f", file.toString(), "--keys", list.toString())
                        .exited(0)
                        .out()))
                .hasSize(2);
        assertThat(dataOf(recovered(Files.readString(file), list.toString())
                        .exited(0)
                        .out()))
                .hasSize(2);
        String both = key("first.key") + "," + key("second.key");
        tidemark.run("unseal", "-f", file.toString(), "--keys", both).exited(0);
        Answer closed = tidemark.run("unseal", "-f", file.toString(), "--keys", key("first.key"))
                .exited(5);
        assertThat(closed.err()).contains("shop/db: no key opens its item b").doesNotContain("item a");
        assertThat(closed.out()).isEmpty();
    }

    private static ObjectNode oneItem(String name) {
        return JsonNodeFactory.instance.objectNode().put(name, base64("value of " + name));
    }

    private static String ciphertext(String document, String item) {
        return Documents.read(document.getBytes(StandardCharsets.UTF_8))
                .getFirst()
                .path("spec")
                .path("encryptedData")
                .path(item)
                .asText();
    }

    /** As {@code kubectl get secret -l … -o yaml} prints the controller's keys. */
    private static String keyList(String... names) throws IOException {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("apiVersion", "v1").put("kind", "List");
        for (String name : names) {
            ObjectNode secret = list.withArray("items").addObject();
            secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "kubernetes.io/tls");
            secret.putObject("metadata").put("name", name.replace('.', '-'));
            secret.putObject("data").put("tls.key", base64(Files.readString(keys.resolve(name))));
        }
        return new String(CanonicalYaml.write(list), StandardCharsets.UTF_8);
    }

    @Test
    void keys_in_an_age_file_open_with_its_identity_alone() throws IOException {
        Age age = Age.in(folder);
        Path escrow = folder.resolve("keys.age");
        Path list = folder.resolve("list.yaml");
        Files.writeString(list, keyList("first.key"));
        age.program()
                .run("-r", age.recipient(), "-o", escrow.toString(), list.toString())
                .exited(0);
        Path armor = folder.resolve("keys.txt");
        age.program()
                .run("-a", "-r", age.recipient(), "-o", armor.toString(), key("first.key"))
                .exited(0);
        String document = sealed(secret("shop", oneItem("a")), "first.crt");
        String identity = age.identity().toString();
        for (Path file : List.of(escrow, armor)) {
            tidemark.feed(document, "unseal", "--keys", file.toString(), "--identity", identity)
                    .exited(0);
            assertThat(tidemark.feed(document, "unseal", "--keys", file.toString())
                            .exited(2)
                            .err())
                    .contains("--identity");
        }
    }

    @Test
    void what_is_opened_goes_to_a_file_of_its_owner_and_never_into_a_work_tree() throws IOException {
        Path document = folder.resolve("sealed.yaml");
        sealed(secret("shop", oneItem("a")), "first.crt", "--to", document.toString());
        // The tests' own folders lie in this project's work tree.
        Path outside = Files.createTempDirectory(Path.of("/tmp"), "tidemark-");
        Path opened = outside.resolve("opened.yaml");
        Files.writeString(opened, "open for all");
        Files.setPosixFilePermissions(opened, PosixFilePermissions.fromString("rw-rw-rw-"));
        tidemark.run("unseal", "-f", document.toString(), "--keys", key("first.key"), "--to", opened.toString())
                .exited(0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(opened)))
                .isEqualTo("rw-------");
        assertThat(dataOf(Files.readString(opened))).isEqualTo(oneItem("a"));

        tidemark.init("--cert", key("first.crt"));
        Path inside =
                Files.createDirectories(tidemark.repository().resolve("a/b")).resolve("opened.yaml");
        Path link = Files.createSymbolicLink(outside.resolve("link"), inside.getParent());
        for (Path place : List.of(inside, link.resolve("opened.yaml"))) {
            Answer refused = tidemark.run(
                            "unseal", "-f", document.toString(), "--keys", key("first.key"), "--to", place.toString())
                    .exited(4);
            assertThat(refused.err()).contains("work tree");
        }
        assertThat(inside).doesNotExist();
        for (Path made : List.of(opened, link, outside)) {
            Files.delete(made);
        }
    }

    @Test
    void reseal_moves_a_document_to_another_key_for_kubeseal_too() throws IOException {
        Path file = folder.resolve("sealed.yaml");
        String document = "# kept\n" + sealed(secret("shop", DATA), "first.crt");
        Files.writeString(file, document);
        tidemark.run(
                        "reseal",
                        "-f",
                        file.toString(),
                        "--keys",
                        key("first.key"),
                        "--cert",
                        key("second.crt"),
                        "--to",
                        file.toString())
                .exited(0);
        String moved = Files.readString(file);
        assertThat(moved).startsWith("# kept\n").hasSameSizeAs(document).isNotEqualTo(document);
        assertThat(dataOf(recovered(moved, key("second.key")).exited(0).out())).isEqualTo(DATA);
        assertThat(recovered(moved, key("first.key")).exit()).isNotZero();
    }
}
