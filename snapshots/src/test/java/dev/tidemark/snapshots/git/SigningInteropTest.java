package dev.tidemark.snapshots.git;

import static dev.tidemark.snapshots.git.GitPrograms.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.snapshots.git.TrustedSigners.Verdict;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.SecretValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures against git, ssh-keygen, ssh-agent and gpg: what they sign is verified here, and the other way round. */
class SigningInteropTest {

    private static final String REF = "refs/heads/live/default";

    @TempDir
    Path folder;

    private SnapshotRepository repository;
    private Path directory;

    @BeforeEach
    void create() {
        directory = folder.resolve("repo");
        repository = SnapshotRepository.create(directory, false, "live/default");
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private Path key(String type, String bits) throws IOException, InterruptedException {
        Path file = folder.resolve("key-" + type + bits);
        String[] command = {"ssh-keygen", "-q", "-t", type, "-b", bits, "-N", "", "-C", "me@shop", "-f", file.toString()
        };
        assertThat(GitPrograms.run(folder, command).exit()).isZero();
        return file;
    }

    private Commit signedByGit(String... signing) throws IOException, InterruptedException {
        String[] options = {"-c", "user.name=x", "-c", "user.email=me@shop"};
        String[] commit = {"commit", "-q", "--allow-empty", "-S", "-m", "by git"};
        git(
                directory,
                java.util.stream.Stream.of(options, signing, commit)
                        .flatMap(java.util.Arrays::stream)
                        .toArray(String[]::new));
        return repository.tip(REF).orElseThrow();
    }

    private Commit signedHere(CommitSigner signer) {
        try (TreeTransaction transaction = repository.begin(Optional.empty())) {
            transaction.put("a", "1".getBytes(StandardCharsets.UTF_8));
            CommitDraft draft = CommitDraft.byTidemark("ours\n", Instant.parse("2026-01-02T03:04:05Z"));
            CommitResult result = transaction.commit(REF, Optional.empty(), draft, signer);
            return ((CommitResult.Committed) result).commit();
        }
    }

    private void acceptedByGit(Commit commit, String publicLine) throws IOException, InterruptedException {
        Path signers = Files.writeString(folder.resolve("signers"), "me@shop namespaces=\"git\" " + publicLine + "\n");
        assertThat(git(directory, "-c", "gpg.ssh.allowedSignersFile=" + signers, "verify-commit", "-v", commit.id()))
                .contains("ours");
    }

    @ParameterizedTest
    @CsvSource({"ed25519, 256", "ecdsa, 256", "ecdsa, 384", "ecdsa, 521", "rsa, 2048", "rsa, 3072"})
    void what_git_signs_with_any_usual_key_is_verified(String type, String bits)
            throws IOException, InterruptedException {
        Path key = key(type, bits);
        String line = Files.readString(Path.of(key + ".pub"));
        Commit commit = signedByGit("-c", "gpg.format=ssh", "-c", "user.signingKey=" + key);
        assertThat(TrustedSigners.parse(line).verify(repository, commit)).isInstanceOf(Verdict.Trusted.class);
        assertThat(TrustedSigners.parse("me@shop namespaces=\"git\" " + line).verify(repository, commit))
                .isInstanceOf(Verdict.Trusted.class);
        TrustedSigners other = TrustedSigners.parse(SigningKey.generate("x").fingerprint());
        assertThat(other.verify(repository, commit)).isInstanceOf(Verdict.Untrusted.class);
    }

    /** ssh-keygen warns of it, and so it is not listed among the usual ones. */
    @Test
    void a_short_rsa_key_proves_nothing() throws IOException, InterruptedException {
        Path key = key("rsa", "1024");
        Commit commit = signedByGit("-c", "gpg.format=ssh", "-c", "user.signingKey=" + key);
        assertThat(TrustedSigners.check(repository, commit)).isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void a_key_that_is_trusted_for_something_else_signs_no_commit() throws IOException, InterruptedException {
        Path key = key("ed25519", "256");
        String line = Files.readString(Path.of(key + ".pub"));
        Commit commit = signedByGit("-c", "gpg.format=ssh", "-c", "user.signingKey=" + key);
        String trust = SigningKey.generate("x").fingerprint() + "\nme@shop namespaces=\"file\" " + line;
        assertThat(TrustedSigners.parse(trust).verify(repository, commit)).isInstanceOf(Verdict.Untrusted.class);
    }

    @Test
    void a_commit_signed_with_gpg_is_refused_with_a_reason() throws IOException, InterruptedException {
        Path home = Files.createDirectory(folder.resolve("gnupg"));
        assertThat(home.toFile().setReadable(false, false)).isTrue();
        assertThat(home.toFile().setReadable(true, true)).isTrue();
        Path wrapper = Files.writeString(
                folder.resolve("gpg"), "#!/bin/sh\nexec gpg --homedir " + home + " --batch --passphrase '' \"$@\"\n");
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        String[] make = {wrapper.toString(), "-q", "--quick-gen-key", "me@shop", "ed25519", "sign"};
        assertThat(GitPrograms.run(folder, make).exit()).isZero();
        try {
            Commit commit = signedByGit("-c", "gpg.program=" + wrapper, "-c", "user.signingKey=me@shop");
            assertThat(TrustedSigners.check(repository, commit))
                    .isInstanceOfSatisfying(
                            Verdict.Unsupported.class, u -> assertThat(u.why()).contains("OpenPGP"));
        } finally {
            GitPrograms.run(folder, "gpgconf", "--homedir", home.toString(), "--kill", "all");
        }
    }

    @Test
    void a_key_file_with_a_passphrase_is_refused_with_the_way_out() throws IOException, InterruptedException {
        Path file = folder.resolve("locked");
        String[] command = {"ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", file.toString()};
        assertThat(GitPrograms.run(folder, command).exit()).isZero();
        SecretValue locked = new SecretValue(Files.readAllBytes(file));
        assertThat(SigningKey.encrypted(locked)).isTrue();
        assertThat(SigningKey.fingerprint(locked))
                .isEqualTo(SigningKey.fingerprint(new SecretValue(Files.readAllBytes(Path.of(file + ".pub")))))
                .isPresent();
        assertThatThrownBy(() -> SigningKey.parse(locked)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.reason()).isEqualTo("encrypted-signing-key");
            assertThat(failure.hint()).contains("ssh-add");
        });
    }

    @ParameterizedTest
    @CsvSource({"ed25519, 256", "ecdsa, 256", "rsa, 3072"})
    void an_agent_signs_with_its_keys(String type, String bits) throws IOException, InterruptedException {
        Path key = key(type, bits);
        Path socket = folder.resolve("agent");
        ProcessBuilder builder = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString());
        Process agent = builder.redirectErrorStream(true).start();
        try {
            while (!Files.exists(socket)) {
                assertThat(agent.waitFor(10, TimeUnit.MILLISECONDS))
                        .as("the agent has ended")
                        .isFalse();
            }
            Path add = Files.writeString(folder.resolve("add"), "SSH_AUTH_SOCK=" + socket + " ssh-add -q " + key);
            assertThat(GitPrograms.run(folder, "sh", add.toString()).exit()).isZero();
            String line = Files.readString(Path.of(key + ".pub")).strip();
            String fingerprint = SigningKey.fingerprint(new SecretValue(line.getBytes(StandardCharsets.UTF_8)))
                    .orElseThrow();
            Signatory signatory = new SshAgent(socket).key(fingerprint).orElseThrow();
            assertThat(signatory.publicLine()).isEqualTo(line);
            Commit commit = signedHere(signatory);
            assertThat(TrustedSigners.parse(line).verify(repository, commit))
                    .isEqualTo(new Verdict.Trusted(fingerprint));
            acceptedByGit(commit, line);
            assertThat(new SshAgent(socket).key(SigningKey.generate("x").fingerprint()))
                    .isEmpty();
        } finally {
            agent.destroy();
        }
    }

    @Test
    void an_agent_that_does_not_answer_is_told() {
        SshAgent nobody = new SshAgent(folder.resolve("nobody"));
        assertThatThrownBy(() -> nobody.key("SHA256:x"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.reason()).isEqualTo("ssh-agent"));
    }
}
