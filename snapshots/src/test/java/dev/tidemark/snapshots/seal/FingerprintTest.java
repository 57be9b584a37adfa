package dev.tidemark.snapshots.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.model.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static final byte[] CERTIFICATE = new byte[32];
    private static final byte[] SEALED = bytes("ciphertext");
    private static final byte[] VALUE = bytes("hunter2hunter2");

    static {
        Arrays.fill(CERTIFICATE, (byte) 7);
    }

    private static Fingerprint fingerprint(int firstByteOfKey, String repository) {
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (firstByteOfKey + i);
        }
        return new Fingerprint(new FingerprintKey("id", new SecretValue(key)), repository);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Computed by another program from FORMAT.md: a change of this value seals every Secret of the world anew. */
    @Test
    void the_fingerprint_is_the_one_that_the_format_describes() {
        assertThat(fingerprint(0, "repo-1").of("shop", "db", Scope.STRICT, "password", CERTIFICATE, SEALED, VALUE))
                .isEqualTo("ZNs29iyrbJpEAHTVKEB63w");
    }

    @Test
    void everything_that_a_seal_depends_on_changes_it() {
        Fingerprint ours = fingerprint(0, "repo-1");
        assertThat(Stream.of(
                        ours.of("shop", "db", Scope.STRICT, "password", CERTIFICATE, SEALED, VALUE),
                        fingerprint(1, "repo-1").of("shop", "db", Scope.STRICT, "password", CERTIFICATE, SEALED, VALUE),
                        fingerprint(0, "repo-2").of("shop", "db", Scope.STRICT, "password", CERTIFICATE, SEALED, VALUE),
                        ours.of("prod", "db", Scope.STRICT, "password", CERTIFICATE, SEALED, VALUE),
                        ours.of("shop", "db2", Scope.STRICT, "password", CERTIFICATE, SEALED, VALUE),
                        ours.of("shop", "db", Scope.CLUSTER_WIDE, "password", CERTIFICATE, SEALED, VALUE),
                        ours.of("shop", "db", Scope.STRICT, "passwort", CERTIFICATE, SEALED, VALUE),
                        ours.of("shop", "db", Scope.STRICT, "password", new byte[32], SEALED, VALUE),
                        ours.of("shop", "db", Scope.STRICT, "password", CERTIFICATE, bytes("other"), VALUE),
                        ours.of("shop", "db", Scope.STRICT, "password", CERTIFICATE, SEALED, bytes("hunter3"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void what_one_field_loses_to_the_next_is_not_the_same() {
        Fingerprint ours = fingerprint(0, "repo-1");
        assertThat(ours.of("shop", "db", Scope.STRICT, "a", CERTIFICATE, SEALED, VALUE))
                .isNotEqualTo(ours.of("sho", "pdb", Scope.STRICT, "a", CERTIFICATE, SEALED, VALUE));
    }
}
