package dev.tidemark.reconciler.doctor;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.Remote;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.model.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Whether each remote answers and has what is here. */
public final class RemotesCheck implements Check {

    private static final String BRANCHES = "refs/heads/";
    /** Refs that a restore pushes; run records follow with the next snapshot. */
    private static final List<String> RECORDS = List.of("refs/tidemark/restores", "refs/tidemark/restore-points/");

    private static final String PUSH = "tidemark snapshot pushes, and says what is in the way";

    private final SnapshotRepository repository;

    public RemotesCheck(SnapshotRepository repository) {
        this.repository = repository;
    }

    @Override
    public String subject() {
        return "remotes";
    }

    @Override
    public List<Finding> look() {
        List<String> names = repository.remotes();
        if (names.isEmpty()) {
            return List.of(Finding.warn(
                    "no-remote",
                    subject(),
                    "there is none: the history is lost with this disk",
                    "git remote add origin URL; tidemark snapshot pushes there"));
        }
        return names.stream().flatMap(name -> of(name).stream()).toList();
    }

    private List<Finding> of(String name) {
        String remote = "remote " + name;
        return switch (repository.remote(name).look()) {
            case Remote.Contents.Unreachable unreachable ->
                List.of(Finding.fail(
                        "remote-unreachable",
                        remote,
                        "does not answer: " + unreachable.why(),
                        "check its URL and the credentials: git ls-remote " + name));
            case Remote.Contents.Known known -> compared(remote, name, known.refs());
        };
    }

    private List<Finding> compared(String remote, String name, SortedMap<String, String> there) {
        List<Finding> findings = new ArrayList<>();
        for (String branch : repository.branches(History.LIVE)) {
            behind(remote, branch, Optional.ofNullable(there.get(BRANCHES + branch)))
                    .ifPresent(findings::add);
        }
        List<String> records = RECORDS.stream()
                .flatMap(prefix -> repository.refs(prefix).stream())
                .filter(ref -> !repository.tip(ref).map(Commit::id).equals(Optional.ofNullable(there.get(ref))))
                .toList();
        if (!records.isEmpty()) {
            findings.add(Finding.warn(
                    "not-pushed",
                    remote,
                    "lacks records of restores: " + String.join(", ", records),
                    "git push " + name + " 'refs/tidemark/*:refs/tidemark/*'"));
        }
        return findings.isEmpty() ? List.of(Finding.ok("remote", remote, "answers, and has all commits")) : findings;
    }

    private Optional<Finding> behind(String remote, String branch, Optional<String> there) {
        Commit here = repository.tip(BRANCHES + branch).orElseThrow();
        if (there.equals(Optional.of(here.id()))) {
            return Optional.empty();
        }
        if (there.isEmpty()) {
            return Optional.of(Finding.fail("not-pushed", remote, "does not have " + branch, PUSH));
        }
        if (!repository.has(there.get())) {
            return Optional.of(
                    Finding.warn("remote-ahead", remote, "has commits of " + branch + " that are not here", PUSH));
        }
        int missing = repository.missing(here, repository.commit(there.get())).size();
        return missing == 0
                ? Optional.of(Finding.warn(
                        "remote-ahead", remote, "has newer commits of " + branch + " than are checked out here", PUSH))
                : Optional.of(Finding.fail(
                        "not-pushed",
                        remote,
                        missing + (missing == 1 ? " commit" : " commits") + " of " + branch + " not pushed",
                        PUSH));
    }
}
