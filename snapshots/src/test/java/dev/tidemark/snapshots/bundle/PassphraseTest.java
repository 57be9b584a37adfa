package dev.tidemark.snapshots.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassphraseTest {

    private static SecretValue text(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_file_is_read_as_openssl_reads_it_up_to_the_first_line_feed() {
        Passphrase passphrase = Passphrase.ofFile(text("wörd \nmore\n"));
        assertThat(passphrase.bytes()).isEqualTo("wörd ".getBytes(StandardCharsets.UTF_8));
        assertThat(Passphrase.ofFile(passphrase.line()).bytes()).isEqualTo(passphrase.bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two\nlines", "a\0b"})
    void what_openssl_would_take_otherwise_is_refused_without_repeating_it(String bad) {
        assertThatThrownBy(() -> Passphrase.of(text(bad)))
                .isInstanceOf(Failure.class)
                .hasMessageNotContaining("lines");
    }

    @Test
    void what_is_no_text_or_longer_than_openssl_reads_is_refused() {
        assertThatThrownBy(() -> Passphrase.of(new SecretValue(new byte[] {(byte) 0xff})))
                .isInstanceOf(Failure.class);
        assertThatCode(() -> Passphrase.of(text("x".repeat(1023)))).doesNotThrowAnyException();
        assertThatThrownBy(() -> Passphrase.of(text("x".repeat(1024)))).isInstanceOf(Failure.class);
    }

    @Test
    void only_a_made_passphrase_counts_as_one() {
        assertThat(Passphrase.generate().machineMade()).isTrue();
        assertThat(Passphrase.of(text("correct horse battery staple correct horse b"))
                        .machineMade())
                .isFalse();
        assertThat(Passphrase.of(text("A".repeat(43))).machineMade()).isFalse();
        assertThat(Passphrase.of(text("c2hvcnQ")).machineMade()).isFalse();
    }

    @Test
    void a_guessable_passphrase_is_refused_for_the_derivation_that_hashes_once() {
        Passphrase chosen = Passphrase.of(text("hunter2"));
        assertThatThrownBy(() -> new BundleWriter(chosen, Kdf.legacy))
                .isInstanceOf(Failure.class)
                .hasMessageNotContaining("hunter2");
        assertThatCode(() -> new BundleWriter(chosen, Kdf.pbkdf2)).doesNotThrowAnyException();
        assertThatCode(() -> new BundleWriter(Passphrase.generate(), Kdf.legacy))
                .doesNotThrowAnyException();
    }
}
