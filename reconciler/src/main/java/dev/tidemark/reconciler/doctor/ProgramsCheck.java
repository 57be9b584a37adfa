package dev.tidemark.reconciler.doctor;

import dev.tidemark.reconciler.hooks.GitVersion;
import dev.tidemark.snapshots.model.Finding;
import java.util.List;
import java.util.function.Supplier;

/** The programs that Tidemark stands on. */
public final class ProgramsCheck implements Check {

    private final Supplier<GitVersion> git;

    /** {@code git} = the one that would run the hooks. */
    public ProgramsCheck(Supplier<GitVersion> git) {
        this.git = git;
    }

    @Override
    public String subject() {
        return "programs";
    }

    @Override
    public List<Finding> look() {
        return List.of(Finding.ok("java", "Java " + Runtime.version(), "runs this"), git());
    }

    private Finding git() {
        GitVersion version = git.get();
        if (!version.found()) {
            return Finding.warn(
                    "git", "git", "is not on the PATH: hooks do not run, and a checkout takes one", "install git");
        }
        return version.verifiesSsh()
                ? Finding.ok("git", version.toString(), "verifies SSH signatures")
                : Finding.warn("git", version.toString(), "cannot verify SSH signatures", "install git 2.34 or later");
    }
}
