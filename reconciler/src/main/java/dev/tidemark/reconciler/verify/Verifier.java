package dev.tidemark.reconciler.verify;

import dev.tidemark.reconciler.keys.TrustHome;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import dev.tidemark.snapshots.seal.SealCheck;
import dev.tidemark.snapshots.seal.Unsealer;
import dev.tidemark.snapshots.trust.Pin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Verifies a repository: signatures, files, coverage, seals, age. It finds as much as can be found, and changes nothing. */
public final class Verifier {

    private static final String RESTORE_POINTS = "refs/tidemark/restore-points/";

    private final SnapshotRepository repository;
    private final String repositoryId;
    private final Optional<TrustedSigners> trusted;
    private final TrustHome home;
    private final Unsealer unsealer;
    private final Optional<SealCheck> seals;

    /** {@code unsealer} and {@code seals} are there where their keys are. */
    public Verifier(
            SnapshotRepository repository,
            String repositoryId,
            Optional<TrustedSigners> trusted,
            TrustHome home,
            Unsealer unsealer,
            Optional<SealCheck> seals) {
        this.repository = repository;
        this.repositoryId = repositoryId;
        this.trusted = trusted;
        this.home = home;
        this.unsealer = unsealer;
        this.seals = seals;
    }

    /**
     * What to verify.
     *
     * @param commit the commit to look into
     * @param all every commit that leads to it, and the restore points
     * @param signatures how bad it is when they prove nothing; empty to leave them out
     * @param recent how old the last complete snapshot may be
     */
    public record Request(Commit commit, boolean all, Optional<Finding.Level> signatures, Optional<Duration> recent) {}

    /** What was found, in the order of the checks. */
    public List<Finding> verify(History history, Request request, Instant now) {
        List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
        List<Commit> points = request.all() ? restorePoints(findings) : List.of();
        request.signatures().ifPresent(level -> signatures(history, request, level, points, findings));
        SealInspection inspection = new SealInspection(unsealer, seals, findings::add);
        ContentCheck content =
                new ContentCheck(repository, new FileCheck(repository, inspection, findings::add), findings::add);
        long wrong = wrong(findings);
        if (request.all()) {
            List<Commit> tips = new ArrayList<>(List.of(request.commit()));
            tips.addAll(points);
            content.history(tips);
        } else {
            content.of(request.commit());
        }
        if (wrong(findings) == wrong) {
            findings.add(Finding.ok(
                    "files", request.commit().shortId(), content.extent() + ": whole, in form, in their places"));
        }
        new SnapshotCheck(repository, findings::add).check(request.commit());
        inspection.conclude();
        request.recent().ifPresent(recent -> findings.addAll(age(history, recent, Finding.Level.FAIL, now)));
        return List.copyOf(findings);
    }

    /**
     * The signatures of what has come since a history was last verified, or of its newest commit alone where it never
     * was. Remembers nothing.
     */
    public List<Finding> newest(History history, Commit tip) {
        List<Finding> findings = new ArrayList<>();
        if (trusted.isEmpty()) {
            boolean unsigned = TrustedSigners.check(repository, tip) instanceof TrustedSigners.Verdict.Unsigned;
            return List.of(unknown(tip, unsigned ? Finding.Level.WARN : Finding.Level.FAIL));
        }
        Optional<Pin> pin = home.pin(history.component());
        if (pin.isPresent()) {
            historyCheck(history, trusted.get(), Finding.Level.FAIL, findings).of(tip, pin, false);
            return findings;
        }
        String subject = "live/" + history.component();
        return List.of(
                trusted.get().verify(repository, tip) instanceof TrustedSigners.Verdict.Trusted signed
                        ? Finding.warn(
                                "not-verified",
                                subject,
                                "its newest commit is signed by "
                                        + trusted.get().name(signed.fingerprint())
                                        + ", and those before it were never verified here",
                                "tidemark verify")
                        : Finding.fail(
                                "not-signed",
                                subject,
                                "its newest commit, " + tip.shortId() + ", is not signed by a trusted key",
                                "tidemark verify tells more"));
    }

    /** How old the last complete snapshot is; {@code level} = how bad it is when that is more than {@code recent}. */
    public List<Finding> age(History history, Duration recent, Finding.Level level, Instant now) {
        List<Finding> findings = new ArrayList<>();
        new AgeCheck(repository, trusted, level, findings::add).check(history, recent, now);
        return findings;
    }

    private static long wrong(List<Finding> findings) {
        return findings.stream().filter(f -> f.level() == Finding.Level.FAIL).count();
    }

    private void signatures(
            History history, Request request, Finding.Level level, List<Commit> points, List<Finding> findings) {
        Commit tip = history.tip().orElse(request.commit());
        if (trusted.isEmpty()) {
            findings.add(unknown(tip, level));
            return;
        }
        Optional<Pin> pin = home.pin(history.component());
        HistoryCheck check = historyCheck(history, trusted.get(), level, findings);
        check.of(tip, pin, request.all())
                .filter(proven -> !pin.equals(Optional.of(proven)))
                .ifPresent(proven -> remember(history.component(), proven, findings));
        check.beside(request.commit(), tip);
        points.stream()
                .filter(point -> !point.id().equals(request.commit().id()))
                .forEach(point -> check.beside(point, tip));
    }

    private HistoryCheck historyCheck(
            History history, TrustedSigners signers, Finding.Level level, List<Finding> findings) {
        return new HistoryCheck(
                repository,
                signers,
                repositoryId,
                history.component(),
                level,
                home.pinFile(history.component()).toString(),
                findings::add);
    }

    private void remember(String component, Pin pin, List<Finding> findings) {
        try {
            home.remember(component, pin);
        } catch (Failure unwritable) {
            findings.add(Finding.warn("pin", "live/" + component, unwritable.why(), unwritable.hint()));
        }
    }

    private Finding unknown(Commit tip, Finding.Level level) {
        return TrustedSigners.check(repository, tip) instanceof TrustedSigners.Verdict.Untrusted signed
                ? new Finding(
                        level,
                        "untrusted-signature",
                        tip.shortId(),
                        "it is signed by " + signed.fingerprint() + ", and nothing here says whether to trust that key",
                        "if you know the key: tidemark keys trust " + signed.fingerprint() + ", or for once --trust "
                                + signed.fingerprint())
                : new Finding(
                        level,
                        "unsigned",
                        tip.shortId(),
                        "nothing here says whom to trust, and it is not signed",
                        "if that is known and meant, leave signatures out with --signatures off");
    }

    private List<Commit> restorePoints(List<Finding> findings) {
        List<Commit> points = new ArrayList<>();
        for (String ref : repository.refs(RESTORE_POINTS)) {
            try {
                repository.tip(ref).ifPresent(points::add);
            } catch (Failure unreadable) {
                findings.add(
                        Finding.fail(unreadable.reason(), ref, unreadable.why(), "fetch it from a remote or a copy"));
            }
        }
        return points;
    }
}
