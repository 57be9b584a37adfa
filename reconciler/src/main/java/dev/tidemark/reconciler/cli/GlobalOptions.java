package dev.tidemark.reconciler.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every verb has. */
public final class GlobalOptions {

    @Option(
            names = {"-C", "--repo"},
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            description = "The snapshot repository, bare or with a work tree. Default: the current directory.")
    @Nullable
    Path repo;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "As kubectl; default $KUBECONFIG, ~/.kube/config, or the pod's service account.")
    @Nullable
    Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "The context of the kubeconfig to use.")
    @Nullable
    String context;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            defaultValue = "text",
            description = "text for people; json and yaml are stable, one document on standard output.")
    OutputFormat output = OutputFormat.text;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "A BackupPolicy. Default: the one in the repository, else everything in one component.")
    @Nullable
    Path policy;

    @Option(
            names = "--component",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "The policy's component. Default: the one that HEAD is on, else the only one.")
    @Nullable
    String component;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            split = ",",
            scope = ScopeType.INHERIT,
            description = "Private sealing keys: PEM, a Secret, a List of Secrets, or an escrow file (with --identity)."
                    + " Default: the repository's key home, else the sealed-secrets controller's.")
    List<Path> keys = List.of();

    @Option(
            names = "--key-secret",
            paramLabel = "NS/NAME",
            scope = ScopeType.INHERIT,
            description = "The repository's keys are in this Secret of the cluster, instead of in its key home.")
    @Nullable
    String keySecret;

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "The age identity that opens an escrow file, and Secrets that are SOPS files; the file may hold several.")
    @Nullable
    Path identity;

    @Option(
            names = "--trust",
            paramLabel = "FILE|SHA256:…",
            scope = ScopeType.INHERIT,
            description = "The signing key to trust: an allowed_signers file or a fingerprint. Default: the key home.")
    @Nullable
    String trust;

    @Option(
            names = "--signing-key",
            paramLabel = "FILE|SHA256:…",
            scope = ScopeType.INHERIT,
            description =
                    "The SSH key that signs commits: a private key file, or a key of the ssh-agent by its fingerprint"
                            + " or its public key file. Default: the key home.")
    @Nullable
    String signingKey;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "More detail; stack traces with errors.")
    boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Errors only.")
    boolean quiet;

    public Optional<Path> repo() {
        return Optional.ofNullable(repo);
    }

    public Optional<Path> kubeconfig() {
        return Optional.ofNullable(kubeconfig);
    }

    public Optional<String> context() {
        return Optional.ofNullable(context);
    }

    public Optional<Path> policy() {
        return Optional.ofNullable(policy);
    }

    public Optional<String> component() {
        return Optional.ofNullable(component);
    }

    /** None where the keys are to be looked for. */
    public List<Path> keys() {
        return keys;
    }

    public Optional<String> keySecret() {
        return Optional.ofNullable(keySecret);
    }

    public Optional<Path> identity() {
        return Optional.ofNullable(identity);
    }

    public Optional<String> trust() {
        return Optional.ofNullable(trust);
    }

    public Optional<String> signingKey() {
        return Optional.ofNullable(signingKey);
    }

    public OutputFormat output() {
        return output;
    }

    public boolean verbose() {
        return verbose;
    }

    /** Whether progress and summaries for people belong on standard error. */
    boolean chatty() {
        return !quiet && output == OutputFormat.text;
    }
}
