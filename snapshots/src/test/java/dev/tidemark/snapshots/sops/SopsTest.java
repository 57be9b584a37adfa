package dev.tidemark.snapshots.sops;

import static org.assertj.core.api.Assertions.assertThat;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.age.Identities;
import dev.tidemark.snapshots.age.Recipients;
import dev.tidemark.snapshots.diff.Change;
import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.layout.ManifestReader;
import dev.tidemark.snapshots.layout.SealedDocuments;
import dev.tidemark.snapshots.layout.SecretDocuments;
import dev.tidemark.snapshots.layout.SnapshotLayout;
import dev.tidemark.snapshots.model.Manifest;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.model.SecretValue;
import dev.tidemark.snapshots.model.TypeTable;
import dev.tidemark.snapshots.seal.Keyring;
import dev.tidemark.snapshots.seal.SealCheck;
import dev.tidemark.snapshots.seal.SealedManifests;
import dev.tidemark.snapshots.seal.Unsealer;
import dev.tidemark.snapshots.yaml.CanonicalYaml;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SopsTest {

    private static final KeyPair FIRST = pair();
    private static final KeyPair SECOND = pair();
    private static final Instant THEN = Instant.parse("2026-11-01T10:00:00.123Z");
    private static final Instant LATER = THEN.plusSeconds(3600);
    private static final FingerprintKey KEY = FingerprintKey.generate();
    private static final SopsSealer SEALER = new SopsSealer(recipients(FIRST), new SopsFingerprints(KEY, "repository"));

    private static KeyPair pair() {
        try {
            return new X25519KeyPairGenerator().generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Recipients recipients(KeyPair... pairs) {
        return Recipients.of(
                Arrays.stream(pairs).map(pair -> pair.getPublic().toString()).toList());
    }

    private static SopsOpener opener(KeyPair pair) {
        byte[] identity = pair.getPrivate().toString().getBytes(StandardCharsets.US_ASCII);
        return new SopsOpener(Identities.parse(new SecretValue(identity)));
    }

    private static ObjectNode secret(String value) {
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.put("kind", "Secret")
                .put("apiVersion", "v1")
                .put("type", "Opaque")
                .put("immutable", true);
        ObjectNode metadata =
                secret.putObject("metadata").put("namespace", "shop").put("name", "db");
        metadata.putObject("labels").put("n", "1e3");
        metadata.putObject("annotations").put("note", "two\nlines");
        secret.putObject("data")
                .put("password", Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)))
                .put("empty", "");
        return secret;
    }

    private static ObjectNode sealed(String value) {
        return SEALER.seal(secret(value), Optional.empty(), THEN).document();
    }

    /** What stands in the file. */
    private static ObjectNode read(ObjectNode document) {
        return CanonicalYaml.read(CanonicalYaml.write(document));
    }

    private static ObjectNode opened(ObjectNode document) {
        assertThat(opener(FIRST).open(document)).isInstanceOf(SopsOpener.Result.Opened.class);
        return ((SopsOpener.Result.Opened) opener(FIRST).open(document)).object();
    }

    private static String reason(ObjectNode document) {
        SopsOpener.Result result = opener(FIRST).open(document);
        assertThat(result).isInstanceOf(SopsOpener.Result.Unopenable.class);
        return ((SopsOpener.Result.Unopenable) result).reason();
    }

    @Test
    void what_was_sealed_opens_to_the_very_secret_and_shows_no_value_before() {
        ObjectNode document = read(sealed("hunter2"));
        assertThat(opened(document)).isEqualTo(secret("hunter2"));
        assertThat(new String(CanonicalYaml.write(document), StandardCharsets.UTF_8))
                .doesNotContain(
                        "hunter2",
                        secret("hunter2").path("data").path("password").asText());
        assertThat(document.path("sops").path("lastmodified").asText()).isEqualTo("2026-11-01T10:00:00Z");
    }

    @Test
    void an_unchanged_secret_keeps_its_document_whenever_it_is_looked_at() {
        ObjectNode first = read(sealed("hunter2"));
        SopsSealer.Sealed again = SEALER.seal(secret("hunter2"), Optional.of(first), LATER);
        assertThat(again.kept()).isTrue();
        assertThat(CanonicalYaml.write(again.document())).isEqualTo(CanonicalYaml.write(first));
    }

    @Test
    void whatever_has_changed_makes_a_document_of_its_own() {
        ObjectNode first = read(sealed("hunter2"));
        ObjectNode labelled = secret("hunter2");
        labelled.withObject("metadata").withObject("labels").put("n", "1");
        ObjectNode altered = first.deepCopy();
        altered.withObject("data")
                .put("password", sealed("hunter2").path("data").path("password").asText());
        SopsSealer both = new SopsSealer(recipients(FIRST, SECOND), new SopsFingerprints(KEY, "repository"));
        SopsSealer elsewhere = new SopsSealer(recipients(FIRST), new SopsFingerprints(KEY, "another repository"));
        SopsSealer rotated =
                new SopsSealer(recipients(FIRST), new SopsFingerprints(FingerprintKey.generate(), "repository"));
        assertThat(List.of(
                        SEALER.seal(secret("hunter3"), Optional.of(first), LATER),
                        SEALER.seal(labelled, Optional.of(first), LATER),
                        SEALER.seal(secret("hunter2"), Optional.of(altered), LATER),
                        both.seal(secret("hunter2"), Optional.of(first), LATER),
                        elsewhere.seal(secret("hunter2"), Optional.of(first), LATER),
                        rotated.seal(secret("hunter2"), Optional.of(first), LATER)))
                .noneMatch(SopsSealer.Sealed::kept)
                .allMatch(made -> opener(FIRST).open(read(made.document())) instanceof SopsOpener.Result.Opened);
    }

    @Test
    void two_documents_of_one_secret_have_no_text_in_common_that_tells_so() {
        ObjectNode first = sealed("hunter2");
        ObjectNode second = sealed("hunter2");
        assertThat(first.path("data").path("password"))
                .isNotEqualTo(second.path("data").path("password"));
        assertThat(first.path("sops").path("tidemark").path("fp"))
                .isNotEqualTo(second.path("sops").path("tidemark").path("fp"));
    }

    @Test
    void each_recipient_opens_it_and_nobody_else_does() {
        ObjectNode document = new SopsSealer(recipients(FIRST, SECOND), new SopsFingerprints(KEY, "repository"))
                .seal(secret("hunter2"), Optional.empty(), THEN)
                .document();
        for (KeyPair identity : List.of(FIRST, SECOND)) {
            assertThat(opener(identity).open(document)).isInstanceOf(SopsOpener.Result.Opened.class);
        }
        assertThat(opener(SECOND).open(sealed("hunter2")))
                .isEqualTo(new SopsOpener.Result.Unopenable("it is encrypted for "
                        + recipients(FIRST).names().getFirst() + ", and no identity that was given is one of these"));
    }

    @Test
    void whatever_was_altered_or_moved_within_it_opens_no_more() {
        ObjectNode good = sealed("hunter2");
        ObjectNode renamed = good.deepCopy();
        renamed.withObject("metadata").put("name", "other");
        assertThat(reason(renamed)).contains("MAC");
        ObjectNode moved = good.deepCopy();
        moved.withObject("data").set("user", good.path("data").path("password"));
        assertThat(reason(moved)).contains("data.user");
        ObjectNode dropped = good.deepCopy();
        dropped.withObject("data").remove("password");
        assertThat(reason(dropped)).contains("MAC");
        ObjectNode dated = good.deepCopy();
        dated.withObject("sops").put("lastmodified", "2026-11-02T10:00:00Z");
        assertThat(reason(dated)).contains("MAC");
        ObjectNode plain = good.deepCopy();
        plain.withObject("data").put("password", "aHVudGVyMw==");
        assertThat(reason(plain)).contains("data.password").doesNotContain("aHVudGVyMw");
    }

    @Test
    void a_value_whose_type_was_altered_is_not_told() {
        ObjectNode document = sealed("hunter2");
        ObjectNode data = document.withObject("data");
        data.put("password", data.path("password").asText().replace("type:str", "type:int"));
        assertThat(reason(document)).isEqualTo("it is not as sops writes it");
    }

    @Test
    void what_only_sops_opens_is_said_to_be_so() {
        for (String unknown :
                List.of("key_groups", "mac_only_encrypted", "encrypted_suffix", "encrypted_comment_regex")) {
            ObjectNode document = sealed("hunter2");
            document.withObject("sops").put(unknown, true);
            assertThat(reason(document)).isNotEmpty();
        }
        assertThat(SealedDocuments.isSops(sealed("x"))).isTrue();
        assertThat(SealedDocuments.isSops(secret("x"))).isFalse();
    }

    private static final ResourceId DB = SecretDocuments.secret("shop", "db");

    private static Optional<Change> change(ObjectNode from, ObjectNode to) {
        return SealedManifests.modified(new Manifest(DB, from), new Manifest(DB, to));
    }

    @Test
    void of_two_documents_the_value_that_has_changed_is_named_and_nothing_else() {
        ObjectNode before = read(sealed("hunter2"));
        ObjectNode after =
                SEALER.seal(secret("hunter3"), Optional.of(before), LATER).document();
        assertThat(change(before, read(after)).orElseThrow().fields())
                .extracting(field ->
                        field.path() + " " + field.masked().from().orElseThrow().asText())
                .containsExactly("/data/password <sealed>");
        ObjectNode back =
                SEALER.seal(secret("hunter2"), Optional.of(after), LATER).document();
        assertThat(change(before, back).orElseThrow().fields()).hasSize(1);
        SopsSealer both = new SopsSealer(recipients(FIRST, SECOND), new SopsFingerprints(KEY, "repository"));
        assertThat(change(
                        before,
                        both.seal(secret("hunter2"), Optional.of(before), LATER).document()))
                .isEmpty();
    }

    @Test
    void a_comparison_keeps_what_others_can_open_and_makes_nothing_that_anybody_can() {
        SopsSealer comparing = SopsSealer.comparing(new SopsFingerprints(KEY, "repository"));
        ObjectNode first = read(sealed("hunter2"));
        assertThat(comparing.seal(secret("hunter2"), Optional.of(first), LATER).document())
                .isEqualTo(first);
        ObjectNode other =
                comparing.seal(secret("hunter3"), Optional.of(first), LATER).document();
        assertThat(opener(FIRST).open(other)).isInstanceOf(SopsOpener.Result.Unopenable.class);
        assertThat(change(first, other).orElseThrow().fields()).hasSize(1);
    }

    @Test
    void its_file_stands_apart_and_is_still_the_secret() {
        ObjectNode document = sealed("hunter2");
        String file = SealedDocuments.file(SnapshotLayout.path(DB), document);
        assertThat(file).isEqualTo("sealed/namespaces/shop/core/secrets/db.yaml");
        assertThat(new ManifestReader(new TypeTable(List.of()))
                        .read(file, CanonicalYaml.write(document))
                        .id())
                .isEqualTo(DB);
        document.withObject("data").put("password", "aHVudGVyMg==");
        assertThat(SealedDocuments.isSops(document)).isFalse();
        document.put("data", "aHVudGVyMg==");
        assertThat(SealedDocuments.isSops(document)).isFalse();
    }

    @Test
    void the_one_opener_of_all_forms_opens_it_and_names_whose_identity_it_lacks() {
        ObjectNode document = read(sealed("hunter2"));
        byte[] identity = FIRST.getPrivate().toString().getBytes(StandardCharsets.US_ASCII);
        Unsealer unsealer = new Unsealer(Keyring.empty(), Optional.of(Identities.parse(new SecretValue(identity))));
        assertThat(unsealer.hasAnyFor(document)).isTrue();
        assertThat(unsealer.open(document)).isInstanceOfSatisfying(Unsealer.Unsealed.Opened.class, opened -> {
            assertThat(opened.object()).isEqualTo(secret("hunter2"));
            assertThat(opened.items()).containsOnlyKeys("password", "empty");
            SealCheck check = new SealCheck(KEY, "repository");
            assertThat(check.knows(document)).isTrue();
            assertThat(check.foreign(document, opened)).isEmpty();
            assertThat(new SealCheck(KEY, "another").foreign(document, opened)).containsExactly("empty", "password");
        });
        Unsealer without = new Unsealer(Keyring.empty());
        assertThat(without.hasAnyFor(document)).isFalse();
        assertThat(without.open(document))
                .isEqualTo(new Unsealer.Unsealed.Unopenable("it is encrypted for "
                        + recipients(FIRST).names().getFirst() + ", and no identity was given (--identity)"));
    }

    @Test
    void what_a_person_wrote_as_text_opens_as_the_cluster_has_it() {
        ObjectNode text = secret("old");
        text.putObject("stringData").put("password", "hunter2");
        ObjectNode document = SEALER.seal(text, Optional.empty(), THEN).document();
        byte[] identity = FIRST.getPrivate().toString().getBytes(StandardCharsets.US_ASCII);
        assertThat(new Unsealer(Keyring.empty(), Optional.of(Identities.parse(new SecretValue(identity))))
                        .open(document))
                .isInstanceOfSatisfying(Unsealer.Unsealed.Opened.class, opened -> assertThat(opened.object())
                        .isEqualTo(secret("hunter2")));
    }

    @Test
    void identities_open_what_is_for_one_of_them() {
        byte[] identity = FIRST.getPrivate().toString().getBytes(StandardCharsets.US_ASCII);
        Identities identities = Identities.parse(new SecretValue(identity));
        assertThat(identities.open(recipients(FIRST, SECOND))).isTrue();
        assertThat(identities.open(recipients(SECOND))).isFalse();
    }
}
