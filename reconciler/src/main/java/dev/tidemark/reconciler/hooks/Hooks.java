package dev.tidemark.reconciler.hooks;

import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The hooks of one repository. They are POSIX sh: what guards a repository on a server needs no Java there. */
public final class Hooks implements AutoCloseable {

    private static final String ALLOWED_SIGNERS = "allowedSigners";
    private static final String SIGNATURES = "signatures";

    private final SnapshotRepository repository;
    private final Path folder;
    private final Optional<String> signers;

    /** {@code signers} = whose signatures count, in the form of git's allowed signers. */
    public Hooks(SnapshotRepository repository, Optional<String> signers) {
        this.repository = repository;
        this.folder = repository.hooks();
        this.signers = signers;
    }

    /** The side that the repository is on, where nobody says it: people work where files are checked out. */
    public Side side() {
        return repository.bare() ? Side.SERVER : Side.CLIENT;
    }

    /**
     * Puts the hooks in place, or brings them up to date.
     *
     * @param signed whether the server asks for signatures
     * @throws Failure refused, when a hook of somebody else's is in the way; nothing is written then
     */
    public void install(Side side, boolean signed) {
        List<String> foreign = side.hooks().stream()
                .filter(name -> new HookFile(folder, name).state(true) == HookFile.State.FOREIGN)
                .toList();
        if (!foreign.isEmpty()) {
            throw Failure.refused(
                    "foreign-hook",
                    "install the hooks in " + folder,
                    "there are others already: " + String.join(", ", foreign),
                    "move them away and call them after ours, or call ours from them: a copy of git-hooks/ can lie anywhere");
        }
        side.shared().forEach(name -> new HookFile(folder, name).install());
        side.hooks().forEach(name -> new HookFile(folder, name).install());
        if (side == Side.SERVER) {
            repository.configure(SIGNATURES, signed ? "require" : "off");
            signers.ifPresent(this::saveSigners);
        }
    }

    /** Beside the hooks, where a push cannot write. */
    private void saveSigners(String text) {
        Path file =
                repository.gitDirectory().toAbsolutePath().resolve("tidemark").resolve("allowed_signers");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw Failure.failed(
                    "hooks", "write " + file, String.valueOf(e.getMessage()), "check who may write there", e);
        }
        repository.configure(ALLOWED_SIGNERS, file.toString());
    }

    /** Whether the hooks are there, are ours, of this version, and can do their work. */
    public List<Finding> check(Side side) {
        List<Finding> findings = new ArrayList<>();
        side.hooks().forEach(name -> findings.add(found(new HookFile(folder, name), side)));
        List<String> old = side.shared().stream()
                .filter(name -> new HookFile(folder, name).state(false) != HookFile.State.CURRENT)
                .toList();
        if (!old.isEmpty()) {
            findings.add(Finding.fail(
                    "hook-outdated",
                    old.stream().collect(Collectors.joining(", ")),
                    "missing, or of another version",
                    install(side)));
        }
        if (side == Side.SERVER) {
            findings.add(signatures());
        }
        return findings;
    }

    private Finding found(HookFile hook, Side side) {
        return switch (hook.state(true)) {
            case CURRENT -> Finding.ok("hook", hook.name(), "in place");
            case ABSENT -> Finding.fail("hook-missing", hook.name(), "not there", install(side));
            case OTHER ->
                Finding.fail("hook-outdated", hook.name(), "of another version, or not executable", install(side));
            case FOREIGN ->
                Finding.fail("foreign-hook", hook.name(), "somebody else's", "see that it calls ours, or move it away");
        };
    }

    private static String install(Side side) {
        return "tidemark hooks install" + (side == Side.SERVER ? " --server" : "");
    }

    private Finding signatures() {
        if (repository.configured(SIGNATURES).equals(Optional.of("off"))) {
            return Finding.warn(
                    "signatures",
                    "pre-receive",
                    "asks for no signatures",
                    "tidemark hooks install --server --trust FILE");
        }
        boolean known = repository
                .configured(ALLOWED_SIGNERS)
                .filter(file -> Files.isReadable(Path.of(file)))
                .isPresent();
        GitVersion git = GitVersion.installed();
        if (!known) {
            return Finding.warn(
                    "signatures",
                    "pre-receive",
                    "sees only that commits are signed, not by whom: nothing says whose signatures count",
                    "tidemark hooks install --server --trust FILE, with the public keys of the signers");
        }
        return git.verifiesSsh()
                ? Finding.ok("signatures", "pre-receive", "verifies signatures with " + git)
                : Finding.warn(
                        "signatures",
                        "pre-receive",
                        "sees only that commits are signed, not by whom: " + git + " cannot verify SSH signatures",
                        "install git 2.34 or later");
    }

    @Override
    public void close() {
        repository.close();
    }
}
