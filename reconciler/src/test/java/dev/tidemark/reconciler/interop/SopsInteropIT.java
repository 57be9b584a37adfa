package dev.tidemark.reconciler.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.kit.Age;
import dev.tidemark.reconciler.kit.Deploy;
import dev.tidemark.reconciler.kit.Program;
import dev.tidemark.snapshots.age.Identities;
import dev.tidemark.snapshots.age.Recipients;
import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.sops.SopsFingerprints;
import dev.tidemark.snapshots.sops.SopsOpener;
import dev.tidemark.snapshots.sops.SopsSealer;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sops program opens what we encrypt, we open what it does, and both refuse what was altered. */
class SopsInteropIT {

    @TempDir
    static Path folder;

    private static Age age;
    private static Program sops;

    @BeforeAll
    static void programs() throws IOException {
        age = Age.in(Files.createDirectory(folder.resolve("identity")));
        sops = Deploy.built("sops", "sops")
                .withVariable("SOPS_AGE_KEY_FILE", age.identity().toString());
    }

    private static ObjectNode secret() {
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.put("apiVersion", "v1")
                .put("kind", "Secret")
                .put("immutable", true)
                .put("type", "Opaque");
        ObjectNode metadata = secret.putObject("metadata").put("name", "db").put("namespace", "shop");
        metadata.putObject("labels").put("n", "1e3").put("on", "2026-11-01").put("text", "two\nlines é");
        ObjectNode data = secret.putObject("data");
        for (String item : List.of("n", "on", "1e3", ".dockerconfigjson", "tls.key")) {
            data.put(item, Base64.getEncoder().encodeToString(("value of " + item).getBytes(StandardCharsets.UTF_8)));
        }
        data.put("binary", "AAH+/w==").put("empty", "").put("long", "A".repeat(100_000));
        return secret;
    }

    private static Path sealed(String name) throws IOException {
        SopsSealer sealer = new SopsSealer(
                Recipients.of(List.of(age.recipient())), new SopsFingerprints(FingerprintKey.generate(), "repository"));
        return Files.write(
                folder.resolve(name),
                CanonicalYaml.write(
                        sealer.seal(secret(), Optional.empty(), Instant.now()).document()));
    }

    private static SopsOpener.Result open(Path file) throws IOException {
        return new SopsOpener(Identities.parse(new SecretValue(Files.readAllBytes(age.identity()))))
                .open(CanonicalYaml.read(Files.readAllBytes(file)));
    }

    private static ObjectNode yaml(String text) {
        return CanonicalYaml.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void sops_opens_what_we_encrypted() throws IOException {
        assertThat(yaml(sops.run("-d", sealed("ours.yaml").toString()).exited(0).out()))
                .isEqualTo(secret());
    }

    @Test
    void we_open_what_sops_encrypted_in_each_of_its_ways() throws IOException {
        Path plain = folder.resolve("plain.yaml");
        Files.write(plain, CanonicalYaml.write(secret()));
        for (String[] rule : new String[][] {
            {"--encrypted-regex", "^(data|stringData)$"},
            {"--unencrypted-regex", "^(apiVersion|kind|metadata|type)$"},
            {"--unencrypted-suffix", "_plain"},
            {"--encrypted-suffix", "ata"},
            {}
        }) {
            Path theirs = folder.resolve("theirs.yaml");
            Files.writeString(
                    theirs,
                    sops.with("-e", "--age", age.recipient())
                            .with(rule)
                            .run(plain.toString())
                            .exited(0)
                            .out());
            assertThat(open(theirs)).isEqualTo(new SopsOpener.Result.Opened(secret()));
        }
    }

    @Test
    void what_sops_has_edited_we_open() throws IOException {
        Path file = sealed("edited.yaml");
        sops.run("set", file.toString(), "[\"data\"][\"n\"]", "\"bmV3\"").exited(0);
        ObjectNode expected = secret();
        expected.withObject("data").put("n", "bmV3");
        assertThat(open(file)).isEqualTo(new SopsOpener.Result.Opened(expected));
    }

    /** Kustomize sorts fields before Flux decrypts, which therefore does not look at the MAC; the values are bound alone. */
    @Test
    void in_another_order_it_opens_where_nobody_looks_at_the_mac() throws IOException {
        ObjectNode document = CanonicalYaml.read(Files.readAllBytes(sealed("order.yaml")));
        ObjectNode reordered = JsonNodeFactory.instance.objectNode();
        for (String field : List.of("type", "kind", "apiVersion", "sops", "data", "immutable", "metadata")) {
            reordered.set(field, document.path(field));
        }
        Path file = folder.resolve("reordered.json");
        Files.writeString(file, reordered.toString());
        assertThat(sops.run("-d", file.toString()).exit()).isNotZero();
        assertThat(yaml(sops.run("-d", "--ignore-mac", file.toString())
                        .exited(0)
                        .out()))
                .isEqualTo(secret());
        assertThat(open(file)).isInstanceOf(SopsOpener.Result.Unopenable.class);
    }

    @Test
    void neither_opens_what_was_altered() throws IOException {
        String good = Files.readString(sealed("good.yaml"));
        Path file = folder.resolve("bad.yaml");
        for (String bad : List.of(
                good.replace("name: db", "name: other"),
                good.replaceFirst("iv:[^,]", "iv:" + (good.matches("(?s).*?iv:A.*") ? "B" : "A")))) {
            assertThat(bad).isNotEqualTo(good);
            Files.writeString(file, bad);
            assertThat(sops.run("-d", file.toString()).exit()).isNotZero();
            assertThat(open(file)).isInstanceOf(SopsOpener.Result.Unopenable.class);
        }
    }
}
