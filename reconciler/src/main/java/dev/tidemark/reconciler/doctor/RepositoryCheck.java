package dev.tidemark.reconciler.doctor;

import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.layout.RepositoryFile;
import dev.tidemark.snapshots.model.Finding;
import java.util.ArrayList;
import java.util.List;

/** The repository itself: its format, its branches, and that its history is whole. */
public final class RepositoryCheck implements Check {

    private final SnapshotRepository repository;
    private final List<String> components;

    /** {@code components} = those of the policy in force. */
    public RepositoryCheck(SnapshotRepository repository, List<String> components) {
        this.repository = repository;
        this.components = List.copyOf(components);
    }

    @Override
    public String subject() {
        return "repository " + repository.directory();
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                repository.shallow()
                        ? Finding.fail(
                                "shallow",
                                subject(),
                                "its history was cut off when it was fetched",
                                "git fetch --unshallow")
                        : Finding.ok("repository", subject(), "has format " + RepositoryFile.FORMAT));
        if (!repository.headBranch().startsWith(History.LIVE)) {
            findings.add(Finding.warn(
                    "head",
                    subject(),
                    "HEAD is on " + repository.headBranch() + ", so that HEAD means no snapshot",
                    "git switch " + History.LIVE + components.getFirst()));
        }
        repository.branches(History.LIVE).stream()
                .filter(branch -> !components.contains(branch.substring(History.LIVE.length())))
                .map(branch -> Finding.warn(
                        "no-component",
                        branch,
                        "no component of the policy writes it any more: it is kept, and grows old",
                        "put the component back into the policy, or rename the branch to archive it"))
                .forEach(findings::add);
        return findings;
    }
}
