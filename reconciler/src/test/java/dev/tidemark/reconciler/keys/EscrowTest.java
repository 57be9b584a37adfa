package dev.tidemark.reconciler.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.age.Recipients;
import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.git.SigningKey;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.seal.Keyring;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EscrowTest {

    private static final String REPOSITORY = "0123456789abcdef0123456789abcdef";
    /** A pair that age-keygen made for this test. */
    private static final String RECIPIENT = "age12s80jr3arrxjs83r2kzk98x7808h2yym9ntkmke0kg0cf4qy3uvsdamj4x";

    private static final SecretValue IDENTITY =
            new SecretValue("AGE-SECRET-KEY-1H3XKWNJ8VKXX7MYT8R3PY3MXYKS8ZP83JEY90T0LU532ZJ924JLSN0DMRN"
                    .getBytes(StandardCharsets.US_ASCII));
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T10:20:30Z"), ZoneOffset.UTC);
    private static SealingKeyPair own;
    private static SealingKeyPair controllers;

    @TempDir
    Path folder;

    private KeyHome home;
    private Path safe;

    @BeforeAll
    static void pairs() {
        own = SealingKeyPair.generate(Instant.parse("2026-01-01T00:00:00Z"));
        controllers = SealingKeyPair.generate(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @BeforeEach
    void make_keys() throws IOException {
        home = new KeyHome(folder.resolve("config"), REPOSITORY);
        home.saveSigningKey(SigningKey.generate("tidemark"));
        home.saveFingerprintKey(FingerprintKey.generate());
        home.takeUp(own);
        safe = Files.createDirectory(folder.resolve("safe"));
    }

    private static ControllerKeys controller() {
        ObjectNode secret = JsonNodeFactory.instance.objectNode().put("kind", "Secret");
        secret.putObject("metadata").put("name", "sealed-secrets-keyabcde").put("namespace", "kube-system");
        secret.putObject("data")
                .put("tls.key", base64(controllers.privateKeyPem().reveal()))
                .put("tls.crt", base64(controllers.certificatePem()));
        return ControllerKeys.of(List.of(secret));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private EscrowRecord.Escrow write() {
        return new EscrowWriter(home, REPOSITORY, CLOCK).write(Recipients.of(List.of(RECIPIENT)), safe, controller());
    }

    private static EscrowList open(EscrowRecord.Escrow escrow) throws IOException {
        return EscrowList.open(new SecretValue(Files.readAllBytes(Path.of(escrow.file()))), Optional.of(IDENTITY));
    }

    @Test
    void a_new_home_that_takes_an_escrow_is_like_the_old_one() throws IOException {
        EscrowRecord.Escrow escrow = write();
        KeyHome fresh = new KeyHome(folder.resolve("other"), REPOSITORY);
        EscrowList opened = open(escrow);
        fresh.save(opened);
        assertThat(opened.repository()).isEqualTo(REPOSITORY);
        assertThat(fresh.set().files()).isEqualTo(home.set().files());
        assertThat(fresh.signingKey().orElseThrow().fingerprint())
                .isEqualTo(home.signingKey().orElseThrow().fingerprint());
        assertThat(fresh.trustFor(TrustedSigners.COMMITS)).isPresent();
        assertThat(fresh.keyring().certificates()).hasSize(2);
        assertThat(fresh.escrows().newest()).contains(escrow);
    }

    @Test
    void the_file_is_its_owner_s_and_holds_nothing_in_the_open() throws IOException {
        Path file = Path.of(write().file());
        assertThat(file.getFileName()).hasToString("tidemark-" + REPOSITORY + "-20260301T102030Z.age");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .startsWith("age-encryption.org/v1\n-> X25519 ")
                .doesNotContain(
                        "PRIVATE KEY",
                        base64("-----BEGIN".getBytes(StandardCharsets.US_ASCII)).substring(0, 10));
        try (var files = Files.list(safe)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void what_is_in_it_is_a_list_of_keys_for_other_programs() throws IOException {
        write();
        SecretValue content = KeyFile.content(
                new SecretValue(Files.readAllBytes(
                        Path.of(home.escrows().newest().orElseThrow().file()))),
                Optional.of(IDENTITY));
        JsonNode list = CanonicalYaml.read(content.reveal());
        assertThat(list.path("kind").asText()).isEqualTo("List");
        assertThat(list.path("items")).hasSize(3);
        for (JsonNode item : list.path("items")) {
            assertThat(item.path("data").path("tls.key").asText()).isNotEmpty();
        }
        assertThat(Keyring.of(List.of(content)).certificates()).hasSize(2);
    }

    @Test
    void it_is_recorded_which_keys_are_escrowed_to_whom_and_no_key_is_in_the_record() throws IOException {
        EscrowRecord.Escrow escrow = write();
        assertThat(escrow.keys()).hasSize(4);
        EscrowRecord record = home.escrows();
        assertThat(record.recipients()).containsExactly(RECIPIENT);
        assertThat(record.folder()).contains(safe.toString());
        assertThat(record.newest()).contains(escrow);
        for (String key : home.set().names()) {
            assertThat(record.holds(key)).isTrue();
        }
        home.takeUp(controllers);
        assertThat(record.holds(home.keyring().certificates().getFirst())).isTrue();
        assertThat(Files.readString(home.folder().resolve("escrow.yaml"))).doesNotContain("PRIVATE", "LS0t");
    }

    @Test
    void a_folder_that_is_not_there_is_named_instead_of_made() {
        assertThatThrownBy(() -> new EscrowWriter(home, REPOSITORY, CLOCK)
                        .write(Recipients.of(List.of(RECIPIENT)), folder.resolve("unmounted"), ControllerKeys.none()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no such folder");
        assertThat(home.escrows().newest()).isEmpty();
    }

    @Test
    void other_content_and_a_missing_identity_are_told() throws IOException {
        SecretValue file = new SecretValue(Files.readAllBytes(Path.of(write().file())));
        assertThatThrownBy(() -> EscrowList.open(file, Optional.empty()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("identity");
        assertThatThrownBy(() -> EscrowList.open(own.privateKeyPem(), Optional.empty()))
                .isInstanceOf(Failure.class)
                .hasNoCause()
                .hasMessageContaining("no key set");
    }
}
