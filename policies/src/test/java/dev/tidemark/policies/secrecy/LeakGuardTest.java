package dev.tidemark.policies.secrecy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.snapshots.model.ResourceId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeakGuardTest {

    private static final ResourceId DB = new ResourceId("", "Secret", "secrets", "shop", "db");
    private static final ResourceId APP = new ResourceId("", "ConfigMap", "configmaps", "shop", "app");
    private static final KnownSecrets.Origin ORIGIN = new KnownSecrets.Origin(DB, "password");

    private static LeakGuard guard(String value) {
        return new LeakGuard(known(value), AllowedFields.none());
    }

    private static KnownSecrets known(String value) {
        KnownSecrets known = new KnownSecrets();
        known.add(DB, JsonNodeFactory.instance.objectNode().put("password", base64(value)));
        return known;
    }

    private static String base64(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars("äß\n\t\"\\/%+=€")
                .ofMinLength(12)
                .ofMaxLength(120)
                .map(s -> "!" + s + "!");
    }

    @Provide
    Arbitrary<String> surroundings() {
        return Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(20);
    }

    @Property(tries = 300)
    void a_value_is_missed_in_one_of_its_forms(
            @ForAll("values") String value,
            @ForAll("surroundings") String before,
            @ForAll("surroundings") String after) {
        LeakGuard guard = guard(value);
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        String url = Base64.getUrlEncoder().encodeToString(bytes);
        String hex = HexFormat.of().formatHex(bytes);
        String json = TextNode.valueOf(value).toString();
        for (String form : List.of(
                before + value + after,
                base64(value),
                base64(before + value + after),
                base64(base64(value)),
                url,
                url.replace("=", ""),
                Base64.getMimeEncoder().encodeToString(bytes),
                before + " " + hex + " " + after,
                hex.toUpperCase(java.util.Locale.ROOT),
                URLEncoder.encode(value, StandardCharsets.UTF_8),
                URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"),
                "{\"a\":" + json + "}")) {
            assertThat(guard.in(form)).as(form).contains(ORIGIN);
        }
    }

    @Property(tries = 300)
    void what_does_not_hold_the_value_is_taken_for_a_leak(
            @ForAll("values") String value, @ForAll("surroundings") String other) {
        String text = other + value.substring(0, value.length() - 1) + "#" + other;
        assertThat(guard(value).in(text)).isEmpty();
        assertThat(guard(value).in(base64(text))).isEmpty();
    }

    @Test
    void a_line_end_of_the_secret_alone_hides_a_copy() {
        assertThat(guard("hunter2-hunter2\n").in("password=hunter2-hunter2;")).contains(ORIGIN);
    }

    @Test
    void values_with_one_beginning_are_taken_for_one() {
        KnownSecrets known = known("hunter2-hunter2-one");
        known.add(DB, JsonNodeFactory.instance.objectNode().put("other", base64("hunter2-hunter2-two")));
        LeakGuard guard = new LeakGuard(known, AllowedFields.none());
        assertThat(guard.in("hunter2-hunter2-two").map(KnownSecrets.Origin::item))
                .contains("other");
        assertThat(guard.in("hunter2-hunter2-one").map(KnownSecrets.Origin::item))
                .contains("password");
        assertThat(guard.in("hunter2-hunter2-three")).isEmpty();
    }

    @Test
    void a_long_text_ends_the_run() {
        LeakGuard guard = guard("hunter2-hunter2");
        assertThat(guard.in("word\n".repeat(50_000))).isEmpty();
        assertThat(guard.in("word\n".repeat(50_000) + " hunter2-hunter2")).isPresent();
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("a", "-----BEGIN " + "A ".repeat(50_000));
        assertThat(guard.inspect(APP, tree).tokens()).isEmpty();
    }

    @Test
    void the_name_of_an_object_is_taken_for_a_leak() {
        KnownSecrets known = known("postgres-primary");
        known.addName("postgres-primary");
        assertThat(new LeakGuard(known, AllowedFields.none()).in("host: postgres-primary"))
                .isEmpty();
    }

    private static ObjectNode configMap() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.withObject("/metadata/annotations").put("example.com/note", "nothing to see");
        tree.withObject("/data").put("app.properties", "password=hunter2-hunter2\n");
        tree.withArray("/spec/env").addObject().put("name", "PASSWORD").put("value", "hunter2-hunter2");
        return tree;
    }

    @Test
    void a_leak_does_not_name_its_field() {
        LeakGuard.Leak leak =
                guard("hunter2-hunter2").inspect(APP, configMap()).leak().orElseThrow();
        assertThat(leak.why()).isEqualTo(".data[app.properties] holds the value of secret/db in shop, item password");
    }

    @Test
    void an_allowed_field_of_another_object_or_another_field_of_this_one_is_let_through() {
        KnownSecrets known = known("hunter2-hunter2");
        ObjectsPattern app = new ObjectsPattern(List.of("configmaps"), List.of("shop"), List.of("app"));
        AllowedFields both = allowed(app, ".data[app.properties]", ".spec.env[PASSWORD].value");
        AllowedFields one = allowed(app, ".data.*");
        assertThat(new LeakGuard(known, both).inspect(APP, configMap()).leak()).isEmpty();
        assertThat(new LeakGuard(known, one).inspect(APP, configMap()).leak().map(LeakGuard.Leak::field))
                .contains(".spec.env[PASSWORD].value");
        ResourceId other = new ResourceId("", "ConfigMap", "configmaps", "prod", "app");
        assertThat(new LeakGuard(known, both).inspect(other, configMap()).leak())
                .isPresent();
    }

    private static AllowedFields allowed(ObjectsPattern objects, String... fields) {
        return new AllowedFields(List.of(new ObjectFields(
                objects,
                java.util.stream.Stream.of(fields).map(FieldPattern::parse).toList())));
    }

    @Test
    void a_value_that_is_a_key_is_told() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.withObject("/data").put("hunter2-hunter2", "x");
        assertThat(guard("hunter2-hunter2").inspect(APP, tree).leak().map(LeakGuard.Leak::field))
                .contains(".data (one of its keys)");
    }

    @ParameterizedTest
    @CsvSource({
        "a private key,-----BEGIN OPENSSH PRIVATE KEY-----",
        "an AWS access key id,id=AKIAIOSFODNN7EXAMPLE;",
        "a GitHub token,ghp_0123456789abcdefghijABCDEFGHIJ012345",
        "a GitLab token,glpat-0123456789abcdefghij",
        "a Slack token,xoxb-123456789012-abcdef",
        "a Slack webhook,https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXX",
        "a JSON Web Token,Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4fwpM",
        "a Google API key,AIzaSyA0123456789abcdefghijABCDEFGHIJ01",
        "an npm token,npm_0123456789abcdefghijABCDEFGHIJ012345"
    })
    void a_token_is_not_known_by_its_shape(String what, String text) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.withObject("/data").put("a", text);
        assertThat(guard("hunter2-hunter2").inspect(APP, tree).tokens())
                .containsExactly(new LeakGuard.Token(".data.a", what));
    }

    @Test
    void ordinary_texts_look_like_tokens() {
        for (String text : List.of(
                "ghost_of_the_machine_is_a_long_name_without_meaning",
                "-----BEGIN CERTIFICATE-----",
                "AKIAxIOSFODNN7EXAMPLE",
                "eyJust.a.name.with.dots")) {
            ObjectNode tree = JsonNodeFactory.instance.objectNode().put("a", text);
            assertThat(guard("hunter2-hunter2").inspect(APP, tree))
                    .isEqualTo(new LeakGuard.Inspection(Optional.empty(), List.of()));
        }
    }
}
