package dev.tidemark.snapshots.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.layout.ManifestReader;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An object that is sealed whole. */
class WholeSealingTest {

    private static final SealingKeyPair PAIR = SealingKeyPair.generate(Instant.parse("2026-01-01T00:00:00Z"), 2048);
    private static final FingerprintKey KEY = FingerprintKey.generate();
    private static final Sealer SEALER = new Sealer(SealingCertificate.parse(PAIR.certificatePem()), KEY, "repo");
    private static final Unsealer UNSEALER = new Unsealer(Keyring.of(List.of(PAIR.privateKeyPem())));
    private static final ResourceId ID = new ResourceId("example.com", "Database", "databases", "shop", "main");

    private static Manifest database(String password, String label) {
        return new Manifest(ID, yaml("""
                apiVersion: example.com/v1
                kind: Database
                metadata:
                  name: main
                  namespace: shop
                  labels:
                    tier: %s
                  annotations:
                    note: to be kept
                spec:
                  password: %s
                """.formatted(label, password)));
    }

    private static ObjectNode yaml(String text) {
        return CanonicalYaml.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode sealed(Manifest manifest) {
        return SEALER.sealWhole(manifest, Optional.empty()).document();
    }

    @Test
    void it_opens_to_the_very_object() {
        Manifest manifest = database("hunter2", "data");
        assertThat(UNSEALER.open(sealed(manifest)))
                .isInstanceOfSatisfying(Unsealer.Unsealed.Opened.class, opened -> assertThat(opened.object())
                        .isEqualTo(manifest.tree()));
    }

    @Test
    void nothing_but_its_identity_and_labels_can_be_read() {
        String text = new String(CanonicalYaml.write(sealed(database("hunter2", "data"))), StandardCharsets.UTF_8);
        assertThat(text).startsWith("""
                        apiVersion: tidemark.dev/v1
                        kind: SealedManifest
                        metadata:
                          name: main
                          namespace: shop
                          labels:
                            tier: data
                        """).endsWith("""
                          object:
                            apiVersion: example.com/v1
                            kind: Database
                        """).doesNotContain("hunter2", "kept", "spec:\n  password");
    }

    @Test
    void its_file_stands_apart_and_is_still_the_object() {
        ObjectNode document = sealed(database("hunter2", "data"));
        String path = SnapshotLayout.path(ID);
        String file = SealedDocuments.file(path, document);
        assertThat(file).isEqualTo("sealed/namespaces/shop/example.com/databases/main.yaml");
        assertThat(SnapshotLayout.isManifest(file)).isTrue();
        assertThat(SnapshotLayout.objectPath(file)).isEqualTo(path);
        assertThat(new ManifestReader(new TypeTable(List.of()))
                        .read(file, CanonicalYaml.write(document))
                        .id())
                .isEqualTo(ID);
    }

    @Test
    void an_unchanged_object_keeps_its_document_byte_for_byte() {
        ObjectNode before = sealed(database("hunter2", "data"));
        Sealer.Sealed again = SEALER.sealWhole(database("hunter2", "data"), Optional.of(before));
        assertThat(again.document()).isEqualTo(before);
        assertThat(again.itemsSealed()).isZero();
        assertThat(SEALER.sealWhole(database("hunter3", "data"), Optional.of(before))
                        .itemsSealed())
                .isOne();
    }

    @Test
    void a_ciphertext_of_another_object_of_its_name_does_not_open_as_this_one() {
        ObjectNode document = sealed(database("hunter2", "data"));
        ObjectNode secret = yaml("""
                apiVersion: v1
                kind: Secret
                metadata: {name: main, namespace: shop}
                data: {databases.example.com: aHVudGVyMg==}
                """);
        ObjectNode other = SEALER.seal(secret, Optional.empty()).document();
        ((ObjectNode) document.path("spec"))
                .set("encryptedData", other.path("spec").path("encryptedData"));
        assertThat(UNSEALER.open(document))
                .isInstanceOfSatisfying(Unsealer.Unsealed.Unopenable.class, closed -> assertThat(closed.reason())
                        .isEqualTo("what is sealed in it is not the object that it names"));
    }

    @Test
    void a_document_that_shows_other_labels_than_its_object_has_does_not_open() {
        ObjectNode document = sealed(database("hunter2", "data"));
        document.withObject("/metadata/labels").put("tier", "web");
        assertThat(UNSEALER.open(document)).isInstanceOf(Unsealer.Unsealed.Unopenable.class);
    }

    @Test
    void who_has_the_fingerprint_key_knows_its_own_seal_from_a_stranger_s() {
        ObjectNode document = sealed(database("hunter2", "data"));
        SealCheck check = new SealCheck(KEY, "repo");
        Unsealer.Unsealed.Opened opened = (Unsealer.Unsealed.Opened) UNSEALER.open(document);
        assertThat(check.foreign(document, opened)).isEmpty();
        ObjectNode foreign = new Sealer(SealingCertificate.parse(PAIR.certificatePem()), KEY, "elsewhere")
                .sealWhole(database("hunter2", "data"), Optional.empty())
                .document();
        assertThat(check.foreign(foreign, (Unsealer.Unsealed.Opened) UNSEALER.open(foreign)))
                .containsExactly("databases.example.com");
    }

    @Test
    void a_comparison_shows_no_value_of_either_side() {
        Manifest plain = database("hunter2", "data");
        Manifest before = new Manifest(ID, sealed(plain));
        Manifest after = new Manifest(ID, sealed(database("hunter3", "web")));
        assertThat(SealedManifests.modified(before, before)).isEmpty();
        assertThat(fields(SealedManifests.modified(before, after)))
                .containsExactly("/metadata/labels/tier \"data\" \"web\"", " \"<sealed>\" \"<sealed>\"");
        assertThat(fields(SealedManifests.modified(plain, after))).containsExactly(" \"<plain>\" \"<sealed>\"");
        assertThat(fields(SealedManifests.modified(after, plain))).containsExactly(" \"<sealed>\" \"<plain>\"");
    }

    private static List<String> fields(Optional<Change> change) {
        return change.orElseThrow().fields().stream()
                .map(f -> f.path() + " " + f.from().orElseThrow() + " " + f.to().orElseThrow())
                .toList();
    }

    @Test
    void what_is_masked_says_so() {
        FieldChange field = SealedManifests.modified(
                        new Manifest(ID, sealed(database("hunter2", "data"))), database("hunter2", "data"))
                .orElseThrow()
                .fields()
                .getFirst();
        assertThat(field.isMasked()).isTrue();
    }
}
