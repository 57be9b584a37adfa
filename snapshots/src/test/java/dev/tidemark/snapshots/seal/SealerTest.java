package dev.tidemark.snapshots.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTest {

    private static final SealingKeyPair PAIR = SealingKeyPair.generate(Instant.parse("2026-01-01T00:00:00Z"), 2048);
    private static final SealingCertificate CERTIFICATE = SealingCertificate.parse(PAIR.certificatePem());
    private static final FingerprintKey KEY = FingerprintKey.generate();
    private static final Sealer SEALER = new Sealer(CERTIFICATE, KEY, "repo");
    private static final Unsealer UNSEALER = new Unsealer(Keyring.of(List.of(PAIR.privateKeyPem())));

    private static ObjectNode secret(String... keysAndValues) {
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret");
        secret.putObject("metadata").put("name", "db").put("namespace", "shop");
        secret.put("type", "Opaque");
        ObjectNode data = secret.putObject("data");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            data.put(
                    keysAndValues[i],
                    Base64.getEncoder().encodeToString(keysAndValues[i + 1].getBytes(StandardCharsets.UTF_8)));
        }
        return secret;
    }

    private static ObjectNode opened(Unsealer unsealer, ObjectNode document) {
        return ((Unsealer.Unsealed.Opened) unsealer.open(document)).object();
    }

    private static String ciphertext(Sealer.Sealed sealed, String item) {
        return sealed.document().path("spec").path("encryptedData").path(item).asText();
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void what_is_sealed_opens_to_the_same_secret_in_its_scope(Scope scope) {
        ObjectNode secret = secret("password", "hunter2hunter2", "empty", "", "on", "\u0000\u00ff");
        ((ObjectNode) secret.path("metadata")).putObject("labels").put("app", "shop");
        if (scope != Scope.STRICT) {
            ((ObjectNode) secret.path("metadata")).putObject("annotations").put(scope.annotation(), "true");
        }
        ObjectNode document = SEALER.seal(secret, Optional.empty()).document();
        assertThat(opened(UNSEALER, document)).isEqualTo(secret);

        ObjectNode moved = document.deepCopy();
        ((ObjectNode) moved.path("metadata")).put("name", "other");
        assertThat(UNSEALER.open(moved) instanceof Unsealer.Unsealed.Opened).isEqualTo(scope != Scope.STRICT);
        ((ObjectNode) moved.path("metadata")).put("namespace", "other");
        assertThat(UNSEALER.open(moved) instanceof Unsealer.Unsealed.Opened).isEqualTo(scope == Scope.CLUSTER_WIDE);
    }

    @Test
    void the_bytes_are_those_of_sealed_secrets() {
        byte[] sealed = Base64.getDecoder()
                .decode(ciphertext(SEALER.seal(secret("k", "0123456789abcdef"), Optional.empty()), "k"));
        assertThat(sealed).hasSize(2 + 256 + 16 + 16).startsWith(1, 0);
    }

    @Test
    void an_unchanged_secret_keeps_its_document_byte_for_byte() {
        Sealer.Sealed first = SEALER.seal(secret("a", "1", "b", "2"), Optional.empty());
        Sealer.Sealed second = SEALER.seal(secret("a", "1", "b", "2"), Optional.of(first.document()));
        assertThat(second.document()).isEqualTo(first.document());
        assertThat(second.itemsReused()).isEqualTo(2);
    }

    @Test
    void a_changed_item_changes_only_its_own_line() {
        Sealer.Sealed first = SEALER.seal(secret("a", "1", "b", "2"), Optional.empty());
        Sealer.Sealed second = SEALER.seal(secret("a", "1", "b", "3"), Optional.of(first.document()));
        assertThat(ciphertext(second, "a")).isEqualTo(ciphertext(first, "a"));
        assertThat(ciphertext(second, "b")).isNotEqualTo(ciphertext(first, "b"));
        assertThat(second.itemsSealed()).isOne();
        String before = Sealer.fingerprints(first.document()).toAnnotation();
        String after = Sealer.fingerprints(second.document()).toAnnotation();
        assertThat(after.lines().filter(line -> !before.contains(line)))
                .singleElement()
                .asString()
                .startsWith("\"b\"");
    }

    @Test
    void equal_values_cannot_be_told_from_their_fingerprints() {
        Fingerprints fingerprints = Sealer.fingerprints(
                SEALER.seal(secret("a", "same", "b", "same"), Optional.empty()).document());
        assertThat(fingerprints.items().get("a").fingerprint())
                .hasSize(22)
                .isNotEqualTo(fingerprints.items().get("b").fingerprint());
    }

    @Test
    void a_swapped_ciphertext_is_noticed_and_sealed_anew() {
        ObjectNode document =
                SEALER.seal(secret("a", "1", "b", "2"), Optional.empty()).document();
        ObjectNode items = (ObjectNode) document.path("spec").path("encryptedData");
        String a = items.path("a").asText();
        items.put("a", items.path("b").asText()).put("b", a);
        assertThat(SEALER.seal(secret("a", "1", "b", "2"), Optional.of(document))
                        .itemsSealed())
                .isEqualTo(2);
    }

    @Test
    void an_item_of_an_older_certificate_is_kept_until_it_changes() {
        ObjectNode document = SEALER.seal(secret("a", "1"), Optional.empty()).document();
        SealingKeyPair newer = SealingKeyPair.generate(Instant.now(), 2048);
        Sealer rotated = new Sealer(SealingCertificate.parse(newer.certificatePem()), KEY, "repo");
        assertThat(rotated.seal(secret("a", "1"), Optional.of(document)).document())
                .isEqualTo(document);
        assertThat(rotated.seal(secret("a", "2"), Optional.of(document)).itemsSealed())
                .isOne();
    }

    @Test
    void an_item_that_comes_or_goes_leaves_the_others_as_they_were() {
        Sealer.Sealed first = SEALER.seal(secret("a", "1", "b", "2"), Optional.empty());
        Sealer.Sealed second = SEALER.seal(secret("b", "2", "c", "3"), Optional.of(first.document()));
        assertThat(second.document().path("spec").path("encryptedData").properties())
                .extracting(item -> item.getKey())
                .containsExactly("b", "c");
        assertThat(ciphertext(second, "b")).isEqualTo(ciphertext(first, "b"));
        assertThat(second.itemsSealed()).isOne();
    }

    @Test
    void a_document_of_another_repository_or_another_key_is_sealed_anew() {
        ObjectNode document = SEALER.seal(secret("a", "1"), Optional.empty()).document();
        assertThat(new Sealer(CERTIFICATE, KEY, "other repository")
                        .seal(secret("a", "1"), Optional.of(document))
                        .itemsSealed())
                .isOne();
        assertThat(new Sealer(CERTIFICATE, FingerprintKey.generate(), "repo")
                        .seal(secret("a", "1"), Optional.of(document))
                        .itemsSealed())
                .isOne();
    }

    @Test
    void another_scope_seals_every_item_anew() {
        ObjectNode document = SEALER.seal(secret("a", "1"), Optional.empty()).document();
        ObjectNode wide = secret("a", "1");
        ((ObjectNode) wide.path("metadata"))
                .putObject("annotations")
                .put("sealedsecrets.bitnami.com/cluster-wide", "true");
        Sealer.Sealed sealed = SEALER.seal(wide, Optional.of(document));
        assertThat(sealed.itemsSealed()).isOne();
        assertThat(opened(UNSEALER, sealed.document())).isEqualTo(wide);
    }

    @Test
    void a_document_that_another_program_sealed_is_opened_by_trying_every_key() {
        ObjectNode document = SEALER.seal(secret("a", "1"), Optional.empty()).document();
        ((ObjectNode) document.path("metadata")).remove("annotations");
        Keyring keyring =
                Keyring.of(List.of(SealingKeyPair.generate(Instant.now(), 2048).privateKeyPem(), PAIR.privateKeyPem()));
        assertThat(opened(new Unsealer(keyring), document)).isEqualTo(secret("a", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AQ==", "AgA=", "//8AAA==", "not base64!"})
    void a_damaged_ciphertext_is_closed_and_no_crash(String damaged) {
        ObjectNode document =
                SEALER.seal(secret("a", "1", "b", "2"), Optional.empty()).document();
        ((ObjectNode) document.path("spec").path("encryptedData")).put("b", damaged);
        assertThat(UNSEALER.open(document))
                .isInstanceOfSatisfying(Unsealer.Unsealed.Unopenable.class, closed -> assertThat(closed.reason())
                        .contains("item b"));
        assertThat(SEALER.seal(secret("a", "1", "b", "2"), Optional.of(document))
                        .itemsSealed())
                .isOne();
    }

    @Test
    void a_flipped_bit_of_a_ciphertext_never_opens() {
        ObjectNode document = SEALER.seal(secret("a", "1"), Optional.empty()).document();
        ObjectNode items = (ObjectNode) document.path("spec").path("encryptedData");
        byte[] sealed = Base64.getDecoder().decode(items.path("a").asText());
        sealed[sealed.length - 1] ^= 1;
        items.put("a", Base64.getEncoder().encodeToString(sealed));
        assertThat(UNSEALER.open(document)).isInstanceOf(Unsealer.Unsealed.Unopenable.class);
    }

    @Test
    void unchanged_items_of_other_certificates_are_sealed_anew_as_far_as_there_is_room() {
        SealingKeyPair newer = SealingKeyPair.generate(Instant.now(), 2048);
        SealingCertificate certificate = SealingCertificate.parse(newer.certificatePem());
        ObjectNode secret = secret("a", "1", "b", "2", "c", "3");
        ObjectNode before = SEALER.seal(secret, Optional.empty()).document();
        Resealing resealing = Resealing.allBut(Set.of(certificate.fingerprint()), 2);
        Sealer sealer = new Sealer(certificate, KEY, "repo", resealing);
        Sealer.Sealed two = sealer.seal(secret, Optional.of(before));
        assertThat(two.itemsSealed()).isEqualTo(2);
        assertThat(sealer.seal(secret, Optional.of(two.document())).itemsSealed())
                .isZero();
        Resealing more = Resealing.allBut(Set.of(certificate.fingerprint()), 9);
        Sealer.Sealed all = new Sealer(certificate, KEY, "repo", more).seal(secret, Optional.of(two.document()));
        assertThat(all.itemsSealed()).isOne();
        assertThat(opened(new Unsealer(Keyring.of(List.of(newer.privateKeyPem()))), all.document()))
                .isEqualTo(secret);
    }

    /** An object's annotations may have 256 KiB together. */
    @Test
    void a_secret_with_more_items_than_its_fingerprints_have_room_for_is_still_sealed_and_opened() {
        String[] items = new String[2 * 2400];
        for (int i = 0; i < items.length; i += 2) {
            items[i] = "item-" + (10_000 + i);
            items[i + 1] = "value " + i;
        }
        ObjectNode document = SEALER.seal(secret(items), Optional.empty()).document();
        assertThat(document.path("metadata")
                        .path("annotations")
                        .path("tidemark.dev/fingerprints")
                        .asText()
                        .length())
                .isLessThan(256 * 1024);
        assertThat(SEALER.seal(secret(items), Optional.of(document)).itemsReused())
                .isGreaterThan(1500)
                .isLessThan(2400);
        assertThat(opened(UNSEALER, document).path("data")).hasSize(2400);
    }

    @Test
    void without_the_right_key_the_item_and_the_certificate_are_named() {
        ObjectNode document =
                SEALER.seal(secret("password", "hunter2"), Optional.empty()).document();
        assertThat(new Unsealer(Keyring.empty()).open(document))
                .isEqualTo(new Unsealer.Unsealed.Unopenable(
                        "no key opens its item password, which is sealed for " + CERTIFICATE.fingerprint()));
        ObjectNode foreign =
                SEALER.seal(secret("a", "1", "b", "2"), Optional.empty()).document();
        ((ObjectNode) foreign.path("metadata")).remove("annotations");
        assertThat(new Unsealer(Keyring.empty()).open(foreign))
                .isEqualTo(new Unsealer.Unsealed.Unopenable("no key opens its item a; nor its item b"));
    }

    @Test
    void a_certificate_with_empty_names_such_as_the_controller_makes_is_read(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path key = folder.resolve("key");
        Files.write(key, PAIR.privateKeyPem().reveal());
        Process openssl = new ProcessBuilder(
                        "openssl", "req", "-x509", "-key", "key", "-subj", "/", "-days", "3650", "-out", "crt")
                .directory(folder.toFile())
                .start();
        assertThat(openssl.waitFor()).isZero();
        SealingCertificate empty = SealingCertificate.parse(Files.readAllBytes(folder.resolve("crt")));
        assertThat(empty.fingerprint()).isEqualTo(CERTIFICATE.fingerprint());
        assertThat(CERTIFICATE.notAfter()).isEqualTo(Instant.parse("2035-12-30T00:00:00Z"));
    }

    @Test
    void the_fingerprint_is_the_one_of_ssh_keygen(@TempDir Path folder) throws IOException, InterruptedException {
        Path key = folder.resolve("key");
        Files.write(key, PAIR.privateKeyPem().reveal());
        Files.setPosixFilePermissions(key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        Process process = new ProcessBuilder("sh", "-c", "ssh-keygen -y -f key > key.pub && ssh-keygen -l -f key.pub")
                .directory(folder.toFile())
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains(CERTIFICATE.fingerprint());
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void keys_are_read_in_every_form_that_kubeseal_reads() throws IOException {
        String base64 = Base64.getEncoder().encodeToString(PAIR.privateKeyPem().reveal());
        String secret = "apiVersion: v1\nkind: Secret\ndata:\n  tls.key: " + base64 + "\n";
        String list = "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
                + new ObjectMapper().readTree("{\"data\":{\"tls.key\":\"" + base64 + "\"}}") + "]}";
        ObjectNode document = SEALER.seal(secret("a", "1"), Optional.empty()).document();
        for (String file : List.of(secret, list, new String(PAIR.privateKeyPem().reveal(), StandardCharsets.UTF_8))) {
            Keyring keyring = Keyring.of(List.of(new SecretValue(file.getBytes(StandardCharsets.UTF_8))));
            assertThat(new Unsealer(keyring).open(document)).isInstanceOf(Unsealer.Unsealed.Opened.class);
        }
    }

    @Test
    void a_file_without_a_key_is_refused_and_not_shown() {
        assertThatThrownBy(() ->
                        Keyring.of(List.of(new SecretValue("password: hunter2\n".getBytes(StandardCharsets.UTF_8)))))
                .isInstanceOf(Failure.class)
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> SealingCertificate.parse("no".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Failure.class);
    }

    @Test
    void no_text_form_shows_a_value() {
        ObjectNode document =
                SEALER.seal(secret("a", "hunter2"), Optional.empty()).document();
        assertThat(UNSEALER.open(document).toString()).isEqualTo("Opened");
        assertThat(KEY.toString()).contains("<secret>");
        assertThat(FingerprintKey.parse(KEY.encode())).isEqualTo(KEY);
        assertThat(document.toString())
                .doesNotContain(
                        "hunter2", Base64.getEncoder().encodeToString("hunter2".getBytes(StandardCharsets.UTF_8)));
    }
}
