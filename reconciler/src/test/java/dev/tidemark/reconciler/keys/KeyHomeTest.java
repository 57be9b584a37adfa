package dev.tidemark.reconciler.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.snapshots.fingerprint.FingerprintKey;
import dev.tidemark.snapshots.git.SigningKey;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyHomeTest {

    /** Made once, since a pair of RSA-4096 takes its time. */
    private static final SealingKeyPair PAIR = SealingKeyPair.generate(Instant.parse("2026-01-01T00:00:00Z"));

    private static final SealingKeyPair NEWER = SealingKeyPair.generate(Instant.parse("2026-02-01T00:00:00Z"));

    @TempDir
    Path configuration;

    private KeyHome home;

    @BeforeEach
    void open() {
        home = new KeyHome(configuration, "ab12");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(home.folder())) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void keys_are_for_their_owner_alone() throws IOException {
        home.saveSigningKey(SigningKey.generate("tidemark"));
        home.saveFingerprintKey(FingerprintKey.generate());
        home.takeUp(PAIR);
        assertThat(home.folder()).isEqualTo(configuration.resolve("tidemark/ab12"));
        assertThat(mode(home.folder())).isEqualTo("rwx------");
        assertThat(files()).containsExactly("fingerprint.key", "sealing.crt", "sealing.key", "signing", "trust");
        for (String file : files()) {
            assertThat(mode(home.folder().resolve(file))).isEqualTo("rw-------");
        }
    }

    @Test
    void what_is_saved_comes_back_and_what_is_not_is_absent() {
        assertThat(home.signingKey()).isEmpty();
        assertThat(home.fingerprintKey()).isEmpty();
        assertThat(home.sealingKey()).isEmpty();
        assertThat(home.sealingCertificate()).isEmpty();
        assertThat(home.trustFor(TrustedSigners.COMMITS)).isEmpty();
        SigningKey signing = SigningKey.generate("tidemark");
        FingerprintKey fingerprints = FingerprintKey.generate();
        home.saveSigningKey(signing);
        home.saveFingerprintKey(fingerprints);
        home.takeUp(PAIR);
        assertThat(home.signingKey().orElseThrow().fingerprint()).isEqualTo(signing.fingerprint());
        assertThat(home.fingerprintKey()).contains(fingerprints);
        assertThat(home.sealingKey()).contains(PAIR.privateKeyPem());
    }

    /** Who makes a repository trusts what it signs. */
    @Test
    void the_own_signing_key_is_trusted() throws IOException {
        SigningKey signing = SigningKey.generate("tidemark");
        home.saveSigningKey(signing);
        assertThat(home.trustFor(TrustedSigners.COMMITS)).isPresent();
        assertThat(home.folder().resolve("trust")).hasContent(signing.fingerprint());
    }

    @Test
    void a_key_is_never_half_there() throws IOException {
        home.takeUp(PAIR);
        Files.writeString(home.folder().resolve("sealing.key.new"), "left by a run that was killed");
        home.takeUp(NEWER);
        assertThat(home.keyring().certificates()).hasSize(2);
        assertThat(files()).containsExactly("sealing.crt", "sealing.key");
        assertThat(mode(home.folder().resolve("sealing.key"))).isEqualTo("rw-------");
    }

    @Test
    void the_newest_pair_is_in_force_and_the_older_ones_stay() {
        home.takeUp(PAIR);
        home.takeUp(NEWER);
        SealingCertificate newer = SealingCertificate.parse(NEWER.certificatePem());
        SealingCertificate older = SealingCertificate.parse(PAIR.certificatePem());
        assertThat(home.sealingCertificate().orElseThrow().fingerprint()).isEqualTo(newer.fingerprint());
        assertThat(home.sealingCertificates())
                .extracting(SealingCertificate::fingerprint)
                .containsExactly(newer.fingerprint(), older.fingerprint());
        assertThat(home.keyring().certificates()).containsExactly(newer.fingerprint(), older.fingerprint());
        assertThat(home.set().pairs()).hasSize(2);
        home.takeUp(older);
        assertThat(home.sealingCertificate().orElseThrow().fingerprint()).isEqualTo(older.fingerprint());
        assertThat(home.sealingCertificates()).hasSize(2);
    }

    @Test
    void a_damaged_key_is_told_and_its_content_is_not() throws IOException {
        home.takeUp(PAIR);
        Files.writeString(home.folder().resolve("signing"), "hunter2hunter2");
        Files.writeString(home.folder().resolve("fingerprint.key"), "hunter2hunter2");
        assertThatThrownBy(home::signingKey).isInstanceOf(Failure.class).hasMessageNotContaining("hunter2");
        assertThatThrownBy(home::fingerprintKey).isInstanceOf(Failure.class).hasMessageNotContaining("hunter2");
    }

    @Test
    void a_folder_that_cannot_be_made_is_named() throws IOException {
        Files.writeString(configuration.resolve("tidemark"), "a file in the way");
        assertThatThrownBy(() -> home.takeUp(PAIR)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.reason()).isEqualTo("keys");
            assertThat(failure.tried()).contains(home.folder().toString());
        });
    }
}
