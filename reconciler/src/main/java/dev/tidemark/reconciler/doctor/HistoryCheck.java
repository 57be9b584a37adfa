package dev.tidemark.reconciler.doctor;

import dev.tidemark.reconciler.verify.Verifier;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.model.Finding;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Whether a component's history is signed by whom it should be, as far as that was not verified before, and how old it is. */
public final class HistoryCheck implements Check {

    /** Without an objective to hold it against: older is to be known, not wrong. */
    private static final Duration RECENT = Duration.ofDays(1);

    private final History history;
    private final Supplier<Verifier> verifier;
    private final Clock clock;

    public HistoryCheck(History history, Supplier<Verifier> verifier, Clock clock) {
        this.history = history;
        this.verifier = verifier;
        this.clock = clock;
    }

    @Override
    public String subject() {
        return "live/" + history.component();
    }

    @Override
    public List<Finding> look() {
        Verifier verifying = verifier.get();
        List<Finding> findings = new ArrayList<>();
        history.tip().ifPresent(tip -> findings.addAll(verifying.newest(history, tip)));
        findings.addAll(verifying.age(history, RECENT, Finding.Level.WARN, clock.instant()));
        return findings;
    }
}
