package dev.tidemark.reconciler.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.seal.Keyring;
import dev.tidemark.snapshots.seal.Sealer;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import dev.tidemark.snapshots.seal.Unsealer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecretOpenerTest {

    private static final SealingKeyPair PAIR = SealingKeyPair.generate(Instant.parse("2026-01-02T03:04:05Z"));
    private static final Unsealer WITH_KEY = new Unsealer(Keyring.of(List.of(PAIR.privateKeyPem())));
    private static final Unsealer WITHOUT = new Unsealer(Keyring.empty());
    private static final ResourceId DB = SecretDocuments.secret("shop", "db");
    private static final ObjectNode SECRET = secret();
    private static final Manifest SEALED = new Manifest(
            DB,
            new Sealer(SealingCertificate.parse(PAIR.certificatePem()), FingerprintKey.generate(), "repo")
                    .seal(SECRET, Optional.empty())
                    .document());

    private static ObjectNode secret() {
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret");
        secret.putObject("metadata").put("name", "db").put("namespace", "shop");
        secret.put("type", "Opaque").putObject("data").put("password", "aHVudGVyMg==");
        return secret;
    }

    @ParameterizedTest
    @EnumSource(SecretsMode.class)
    void what_is_no_sealed_secret_stays_as_it_is(SecretsMode mode) {
        Manifest manifest = new Manifest(new ResourceId("", "ConfigMap", "configmaps", "shop", "app"), SECRET);
        assertThat(new SecretOpener(mode, WITHOUT).wanted(manifest)).isEqualTo(new Wanted.Tree(manifest.id(), SECRET));
    }

    @Test
    void a_sealed_secret_is_written_as_the_secret_that_it_stands_for() {
        assertThat(new SecretOpener(SecretsMode.plain, WITH_KEY).wanted(SEALED)).isEqualTo(new Wanted.Tree(DB, SECRET));
    }

    @Test
    void it_can_be_opened_later_when_there_is_a_key_for_every_item() {
        assertThat(new SecretOpener(SecretsMode.plain, WITH_KEY).opensLater(SEALED))
                .isTrue();
        assertThat(new SecretOpener(SecretsMode.plain, WITHOUT).opensLater(SEALED))
                .isFalse();
        assertThat(new SecretOpener(SecretsMode.sealed, WITH_KEY).opensLater(SEALED))
                .isFalse();
        assertThat(new SecretOpener(SecretsMode.plain, WITH_KEY).opensLater(new Manifest(SEALED.id(), SECRET)))
                .isFalse();
    }

    @Test
    void without_the_key_it_is_unknown_and_the_missing_key_is_named() {
        assertThat(new SecretOpener(SecretsMode.plain, WITHOUT).wanted(SEALED))
                .isInstanceOfSatisfying(Wanted.Unknown.class, unknown -> assertThat(unknown.reason())
                        .contains("password", "SHA256:"));
    }

    @Test
    void for_a_controller_it_is_written_as_it_stands_under_the_sealed_identity() {
        assertThat(new SecretOpener(SecretsMode.sealed, WITHOUT).wanted(SEALED))
                .isInstanceOfSatisfying(Wanted.Tree.class, tree -> {
                    assertThat(tree.id().qualifiedType()).isEqualTo("sealedsecrets.bitnami.com");
                    assertThat(tree.id().name()).isEqualTo("db");
                    assertThat(tree.tree()).isEqualTo(SEALED.tree());
                });
    }

    @Test
    void it_can_be_left_out_by_name() {
        assertThat(new SecretOpener(SecretsMode.skip, WITH_KEY).wanted(SEALED))
                .isEqualTo(new Wanted.LeftOut(DB, "--secrets skip"));
    }

    @Test
    void no_text_form_shows_a_value() {
        assertThat(new SecretOpener(SecretsMode.plain, WITH_KEY).wanted(SEALED).toString())
                .doesNotContain("aHVudGVyMg");
    }
}
