package dev.tidemark.snapshots.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.snapshots.model.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SideFileTest {

    private static final SideFile SIDE_FILE = new SideFile(
            Kdf.pbkdf2,
            600_000,
            new EncryptedFile(32, "a".repeat(64), "b".repeat(64)),
            Instant.parse("2026-11-01T10:00:00Z"),
            "0123",
            "4567");

    @Test
    void it_is_read_as_it_was_written() {
        assertThat(SideFile.parse(SIDE_FILE.toJson("F"), "F.json")).isEqualTo(SIDE_FILE);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"v\" : 1', '\"v\" : 2'",
        "'aes-256-cbc\"', 'rc4\"'",
        "'\"pbkdf2\"', '\"scrypt\"'",
        "'\"md\" : \"sha256\"', '\"md\" : \"md5\"'",
        "'\"iter\" : 600000', '\"iter\" : 2000000000'",
        "'\"iter\" : 600000', '\"iter\" : 0'",
        "aaaaaaaa, AAAAAAAA",
        "bbbbbbbb, b",
        "'\"0123\"', '\"../../home\"'",
        "T10:00:00Z, T99"
    })
    void what_would_be_opened_otherwise_than_it_says_is_refused(String from, String to) {
        String good = new String(SIDE_FILE.toJson("F"), StandardCharsets.UTF_8);
        String bad = good.replace(from, to);
        assertThat(bad).isNotEqualTo(good);
        assertThatThrownBy(() -> SideFile.parse(bad.getBytes(StandardCharsets.UTF_8), "F.json"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("F.json");
    }

    @Test
    void a_derivation_of_a_later_version_is_named_as_the_file_names_it() {
        String later = new String(SIDE_FILE.toJson("F"), StandardCharsets.UTF_8).replace("\"pbkdf2\"", "\"argon2id\"");
        assertThatThrownBy(() -> SideFile.parse(later.getBytes(StandardCharsets.UTF_8), "F.json"))
                .hasMessageContaining("kdf is argon2id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "null"})
    void what_is_no_side_file_at_all_is_refused(String text) {
        assertThatThrownBy(() -> SideFile.parse(text.getBytes(StandardCharsets.UTF_8), "F.json"))
                .isInstanceOf(Failure.class);
    }
}
