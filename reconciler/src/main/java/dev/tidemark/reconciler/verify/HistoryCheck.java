package dev.tidemark.reconciler.verify;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.model.Finding;
import dev.tidemark.snapshots.trust.Chain;
import dev.tidemark.snapshots.trust.Defect;
import dev.tidemark.snapshots.trust.Pin;
import dev.tidemark.snapshots.trust.Proof;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Whether trusted keys have signed a component's history whole. */
final class HistoryCheck {

    private final SnapshotRepository repository;
    private final TrustedSigners trusted;
    private final Chain chain;
    private final String component;
    private final Finding.Level level;
    private final String pinFile;
    private final Consumer<Finding> report;

    /**
     * @param level of what is not proven
     * @param pinFile where it is remembered how far the history was verified
     */
    HistoryCheck(
            SnapshotRepository repository,
            TrustedSigners trusted,
            String repositoryId,
            String component,
            Finding.Level level,
            String pinFile,
            Consumer<Finding> report) {
        this.repository = repository;
        this.trusted = trusted;
        this.chain = new Chain(repository, trusted, repositoryId);
        this.component = component;
        this.level = level;
        this.pinFile = pinFile;
        this.report = report;
    }

    /** What is to be remembered; empty when the history is not proven. */
    Optional<Pin> of(Commit tip, Optional<Pin> pin, boolean all) {
        Proof proof = chain.verify(tip, component, pin.map(p -> all ? p.withoutProgress() : p));
        proof.defects().forEach(this::report);
        if (!proof.holds()) {
            return Optional.empty();
        }
        String signers = proof.signers().stream().map(trusted::name).distinct().collect(Collectors.joining(", "));
        String what = proof.walked() == 0
                ? "nothing new since it was verified"
                : proof.walked() + (proof.walked() == 1 ? " commit" : " commits")
                        + (proof.root().isPresent() ? "" : " since it was last verified") + ", all signed by "
                        + signers;
        report.accept(Finding.ok("history", "live/" + component, what));
        return Optional.of(chain.pin(tip, proof, pin));
    }

    /** The same for what a commit has beside the history of {@code tip}. */
    void beside(Commit commit, Commit tip) {
        if (!repository.contains(tip, commit)) {
            chain.beside(commit, tip, component).defects().forEach(this::report);
        }
    }

    private void report(Defect defect) {
        report.accept(new Finding(
                level, defect.kind().reason(), defect.shortId(), defect.why(), ChainHints.of(defect.kind(), pinFile)));
    }
}
