package dev.tidemark.snapshots.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgeFileTest {

    private static final KeyPair FIRST = pair();
    private static final KeyPair SECOND = pair();

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

    private static Identities identity(KeyPair pair) {
        String file = "# created: 2026-01-01\n" + pair.getPrivate() + "\n";
        return Identities.parse(new SecretValue(file.getBytes(StandardCharsets.US_ASCII)));
    }

    private static SecretValue bytes(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return new SecretValue(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 200_000})
    void each_recipient_opens_all_of_it(int length) {
        byte[] file = AgeFile.encrypt(bytes(length), recipients(FIRST, SECOND));
        assertThat(AgeFile.is(file)).isTrue();
        assertThat(AgeFile.open(file, identity(FIRST)).reveal())
                .isEqualTo(bytes(length).reveal());
        assertThat(AgeFile.open(file, identity(SECOND)).reveal())
                .isEqualTo(bytes(length).reveal());
    }

    @Test
    void nobody_else_opens_it() {
        byte[] file = AgeFile.encrypt(bytes(10), recipients(FIRST));
        assertThatThrownBy(() -> AgeFile.open(file, identity(SECOND)))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.reason()).isEqualTo("cannot-open"));
    }

    @Test
    void nothing_comes_of_a_file_that_is_cut_off_or_altered_anywhere() {
        byte[] file = AgeFile.encrypt(bytes(70_000), recipients(FIRST));
        for (int at = 0; at < file.length; at += at < 300 ? 7 : 1501) {
            byte[] altered = file.clone();
            altered[at] ^= 1;
            closed(altered);
            closed(Arrays.copyOf(file, at));
        }
    }

    private static void closed(byte[] file) {
        assertThatThrownBy(() -> AgeFile.open(file, identity(FIRST))).isInstanceOf(Failure.class);
    }

    @Test
    void what_is_no_recipient_or_no_identity_is_told_without_repeating_a_secret() {
        String secret = FIRST.getPrivate().toString();
        assertThatThrownBy(() -> Recipients.of(List.of())).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> Recipients.of(List.of("age1nonsense"))).isInstanceOf(Failure.class);
        String broken = secret.substring(0, secret.length() - 1) + "B";
        assertThatThrownBy(() -> Identities.parse(new SecretValue((broken + "\n").getBytes(StandardCharsets.US_ASCII))))
                .isInstanceOf(Failure.class)
                .hasNoCause()
                .hasMessageNotContaining(broken.substring(20));
        assertThatThrownBy(() -> Identities.parse(new SecretValue(new byte[0]))).isInstanceOf(Failure.class);
    }
}
