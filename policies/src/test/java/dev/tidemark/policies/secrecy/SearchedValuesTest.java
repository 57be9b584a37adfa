package dev.tidemark.policies.secrecy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchedValuesTest {

    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBszCCAVmgAwIBAgIUQ
            -----END CERTIFICATE-----
            """;
    private static final String KEY = """
            -----BEGIN RSA PRIVATE KEY-----
            MIIBszCCAVmgAwIBAgIUQ
            -----END RSA PRIVATE KEY-----
            """;

    private static boolean searched(String value) {
        byte[] bytes = value.strip().getBytes(StandardCharsets.ISO_8859_1);
        return SearchedValues.contain(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2-too",
                "true",
                "           \n          ",
                "123456789012",
                "-1234567.8901e+12",
                "db.shop.svc.cluster.local",
                "smtp.example.com:587",
                "*.apps.example.com",
                "192.168.100.200:8443",
                "2001:db8::8a2e:370:7334",
                "https://hooks.example.com/in/shop",
                "postgres://db.shop:5432/orders",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ me@example.com\nssh-rsa AAAAB3NzaC1yc2EAAAADAQ"
            })
    void what_is_short_or_public_is_searched_for(String value) {
        assertThat(searched(value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2-hunter2",
                "correct horse battery staple",
                "deadbeefdeadbeefdeadbeef",
                "deadbeef:cafebabe",
                "550e8400-e29b-41d4-a716-446655440000",
                "postgres://app:hunter2@db.shop:5432/orders",
                "https://example.com/in?token=abc",
                "eyJhbGciOi.eyJzdWIi.SflKxwRJ"
            })
    void a_password_a_token_or_a_url_with_one_is_not_searched_for(String value) {
        assertThat(searched(value)).isTrue();
    }

    @Test
    void a_long_value_ends_the_run() {
        assertThat(searched("a.".repeat(30_000))).isTrue();
        assertThat(searched("1".repeat(60_000))).isTrue();
        assertThat(searched("ssh-rsa AAAA\n".repeat(4_000))).isFalse();
    }

    @Test
    void certificates_and_public_keys_are_searched_for_and_private_keys_are_not() {
        assertThat(searched(CERTIFICATE)).isFalse();
        assertThat(searched("# the root\n" + CERTIFICATE + CERTIFICATE.replace("CERTIFICATE", "PUBLIC KEY")))
                .isFalse();
        assertThat(searched(KEY)).isTrue();
        assertThat(searched(CERTIFICATE + KEY)).isTrue();
    }
}
