package dev.tidemark.snapshots.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import dev.tidemark.snapshots.yaml.Documents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestSealerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final SealingKeyPair PAIR = SealingKeyPair.generate(NOW, 2048);
    private static final SealingKeyPair NEWER = SealingKeyPair.generate(NOW, 2048);
    private static final ManifestSealer SEALER = new ManifestSealer(certificate(PAIR));
    private static final String SECRET = """
            apiVersion: v1
            kind: Secret
            metadata:
              name: db
              namespace: shop
              uid: 1-2-3
              ownerReferences: [{kind: Deployment, name: web}]
              annotations:
                kubectl.kubernetes.io/last-applied-configuration: '{"data":"aHVudGVyMg=="}'
                team: shop
            data:
              password: aHVudGVyMg==
              nothing:
            stringData:
              password: hunter3
            """;

    private static SealingCertificate certificate(SealingKeyPair pair) {
        return SealingCertificate.parse(pair.certificatePem());
    }

    private static ObjectNode tree(String yaml) {
        return Documents.read(yaml.getBytes(StandardCharsets.UTF_8)).getFirst();
    }

    private static Keyring keys(SealingKeyPair... pairs) {
        return Keyring.of(
                List.of(pairs).stream().map(SealingKeyPair::privateKeyPem).toList());
    }

    private static ObjectNode open(ObjectNode document, SealingKeyPair... pairs) {
        return ((Unsealer.Unsealed.Opened) new Unsealer(keys(pairs)).open(document)).object();
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void the_scope_that_is_asked_for_stands_in_the_document_and_in_its_template(Scope scope) {
        ObjectNode document = SEALER.seal(tree(SECRET), Optional.of(scope), Optional.empty());
        assertThat(Scope.of(document.path("metadata").path("annotations"))).isEqualTo(scope);
        assertThat(Scope.of(
                        document.path("spec").path("template").path("metadata").path("annotations")))
                .isEqualTo(scope);
        assertThat(open(document, PAIR).path("data").path("password").asText()).isEqualTo("aHVudGVyMw==");
    }

    @Test
    void nothing_but_labels_annotations_and_type_goes_along() {
        String text = new String(
                CanonicalYaml.write(SEALER.seal(tree(SECRET), Optional.empty(), Optional.empty())),
                StandardCharsets.UTF_8);
        assertThat(text)
                .contains("team: shop", "type: Opaque")
                .doesNotContain("last-applied", "aHVudGVyMg==", "ownerReferences", "uid", "fingerprints");
    }

    @Test
    void an_item_without_a_value_is_the_empty_value() {
        ObjectNode document = SEALER.seal(tree(SECRET), Optional.empty(), Optional.empty());
        assertThat(open(document, PAIR).path("data").path("nothing").asText("absent"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b}}",
                "{apiVersion: v1, kind: Secret, metadata: {namespace: b}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a}}",
                "{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: b}, data: {k: hunter2}}"
            })
    void what_cannot_be_sealed_is_told_without_its_value(String yaml) {
        assertThatThrownBy(() -> SEALER.seal(tree(yaml), Optional.empty(), Optional.empty()))
                .isInstanceOf(Failure.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void a_namespace_can_be_given_to_what_names_none() {
        ObjectNode secret = tree("{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {k: v}}");
        assertThat(SEALER.seal(secret, Optional.empty(), Optional.of("shop"))
                        .path("metadata")
                        .path("namespace")
                        .asText())
                .isEqualTo("shop");
    }

    @Test
    void resealing_changes_the_ciphertexts_and_no_other_byte() {
        ObjectNode sealed = SEALER.seal(tree(SECRET), Optional.empty(), Optional.empty());
        String password =
                sealed.path("spec").path("encryptedData").path("password").asText();
        String before = "# a remark\n" + new String(CanonicalYaml.write(sealed), StandardCharsets.UTF_8)
                + "---\nkind: ConfigMap # and another object\nmetadata:   {name: é}\n";
        Resealer resealer = new Resealer(keys(PAIR, NEWER), certificate(NEWER));
        Resealer.Resealed.Moved moved =
                (Resealer.Resealed.Moved) resealer.reseal(before.getBytes(StandardCharsets.UTF_8));
        String after = new String(moved.text(), StandardCharsets.UTF_8);
        assertThat(moved.moved()).isEqualTo(2);
        assertThat(after).doesNotContain(password);
        assertThat(after.replaceAll("[A-Za-z0-9+/]{190,}=*", "X"))
                .isEqualTo(before.replaceAll("[A-Za-z0-9+/]{190,}=*", "X"));
        assertThat(open(tree(after), NEWER)).isEqualTo(open(sealed, PAIR));

        Resealer.Resealed.Moved again = (Resealer.Resealed.Moved) resealer.reseal(moved.text());
        assertThat(again.moved()).isZero();
        assertThat(again.kept()).isEqualTo(2);
        assertThat(again.text()).isEqualTo(moved.text());
    }

    @Test
    void resealing_without_the_key_names_every_item_and_changes_nothing() {
        byte[] text = CanonicalYaml.write(SEALER.seal(tree(SECRET), Optional.empty(), Optional.empty()));
        assertThat(new Resealer(keys(NEWER), certificate(NEWER)).reseal(text))
                .isEqualTo(new Resealer.Resealed.Unopenable(List.of("shop/db: nothing", "shop/db: password")));
    }

    @Test
    void a_ciphertext_that_is_written_otherwise_is_refused_instead_of_left_behind() {
        ObjectNode sealed = SEALER.seal(tree(SECRET), Optional.empty(), Optional.empty());
        String text = sealed.toString().replace("/", "\\/");
        assertThat(tree(text)).isEqualTo(sealed);
        assertThatThrownBy(() ->
                        new Resealer(keys(PAIR), certificate(NEWER)).reseal(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("in one piece");
    }

    @Test
    void an_expired_or_weak_certificate_is_refused() {
        Instant later = NOW.plusSeconds(3651L * 24 * 3600);
        assertThat(certificate(PAIR).fit(NOW)).isNotNull();
        assertThatThrownBy(() -> certificate(PAIR).fit(later))
                .isInstanceOfSatisfying(
                        Failure.class, f -> assertThat(f.outcome()).isEqualTo(Failure.Outcome.REFUSED))
                .hasMessageContaining("expired");
        assertThatThrownBy(() -> certificate(SealingKeyPair.generate(NOW, 1024)).fit(NOW))
                .hasMessageContaining("1024 bits");
    }
}
