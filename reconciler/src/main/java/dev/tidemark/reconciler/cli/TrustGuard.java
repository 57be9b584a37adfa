package dev.tidemark.reconciler.cli;

import dev.tidemark.reconciler.verify.ChainHints;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.git.TrustedSigners.Verdict;
import dev.tidemark.snapshots.history.History;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.trust.Chain;
import dev.tidemark.snapshots.trust.Defect;
import dev.tidemark.snapshots.trust.Pin;
import dev.tidemark.snapshots.trust.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Lets only commits be used whose whole history trusted keys have signed. Whom to trust, and how far the history
 * went when it was last looked at, never comes from the repository.
 */
final class TrustGuard {

    private final Session session;
    private final String purpose;
    private final Signatures mode;
    private final Terminal terminal;

    /** {@code purpose} is what is to be done with a commit, for messages. */
    TrustGuard(Session session, String purpose, Signatures mode, Terminal terminal) {
        this.session = session;
        this.purpose = purpose;
        this.mode = mode;
        this.terminal = terminal;
    }

    /**
     * Whose signatures prove the commit; empty where they were not looked at, or prove nothing.
     *
     * @throws Failure refused, when it is not proven and that matters
     */
    Optional<String> check(History history, Commit commit) {
        if (mode == Signatures.off) {
            return Optional.empty();
        }
        Optional<TrustedSigners> trust = session.trust();
        if (trust.isEmpty()) {
            object(unknown(commit));
            return Optional.empty();
        }
        return prove(
                new Chain(session.repository(), trust.get(), session.repositoryId()), trust.get(), history, commit);
    }

    private Optional<String> prove(Chain chain, TrustedSigners trust, History history, Commit commit) {
        Commit tip = history.tip().orElse(commit);
        Optional<Pin> pin = session.trustHome().pin(history.component());
        Proof proof = chain.verify(tip, history.component(), pin);
        List<Defect> defects = new ArrayList<>(proof.defects());
        TreeSet<String> signers = new TreeSet<>(proof.signers());
        boolean within = session.repository().contains(tip, commit);
        if (proof.holds()) {
            remember(history.component(), pin, chain.pin(tip, proof, pin));
        } else if (within && !commit.equals(tip) && defects.stream().noneMatch(TrustGuard::concernsAll)) {
            Proof older = chain.verify(commit, history.component(), asOf(commit, pin));
            if (older.defects().isEmpty()) {
                terminal.err()
                        .println("  ! newer commits of live/" + history.component() + " are not proven: "
                                + defects.getFirst().shortId() + ": "
                                + defects.getFirst().why());
            }
            defects = new ArrayList<>(older.defects());
        }
        if (!within) {
            Proof beside = chain.beside(commit, tip, history.component());
            defects.addAll(beside.defects());
            signers.addAll(beside.signers());
        }
        if (!defects.isEmpty()) {
            object(refused(commit, history, defects));
            return Optional.empty();
        }
        if (trust.verify(session.repository(), commit) instanceof Verdict.Trusted signed) {
            signers.add(signed.fingerprint()); // it may have been verified before, with nothing walked now
        }
        return Optional.of(signers.stream().map(trust::name).distinct().collect(Collectors.joining(", ")));
    }

    /** What says something about every commit of the branch, and not only about those after it. */
    private static boolean concernsAll(Defect defect) {
        return defect.kind() == Defect.Kind.REWOUND || defect.kind() == Defect.Kind.SHALLOW;
    }

    /** The pin as far as it goes for an older commit: what was verified after that says nothing about it. */
    private Optional<Pin> asOf(Commit commit, Optional<Pin> pin) {
        return pin.map(p -> session.repository().has(p.verified())
                        && session.repository()
                                .contains(commit, session.repository().commit(p.verified()))
                ? p
                : p.withVerified(commit.id()).withoutProgress());
    }

    /** A home that cannot be written to, such as a mounted Secret, costs time at the next restore, and rewinding shows less. */
    private void remember(String component, Optional<Pin> before, Pin now) {
        if (before.equals(Optional.of(now))) {
            return;
        }
        try {
            session.trustHome().remember(component, now);
        } catch (Failure unwritable) {
            terminal.err().println("  ! what was verified cannot be remembered: " + unwritable.why());
        }
    }

    private void object(Failure failure) {
        if (mode == Signatures.require) {
            throw failure;
        }
        terminal.err().println("  ! not proven: " + failure.why());
    }

    private Failure unknown(Commit commit) {
        return switch (TrustedSigners.check(session.repository(), commit)) {
            case Verdict.Untrusted signed ->
                Failure.refused(
                        Defect.Kind.UNKNOWN_KEY.reason(),
                        purpose + " " + commit.shortId(),
                        "it is signed by " + signed.fingerprint() + ", and nothing here says whether to trust that key;"
                                + " its history begins with " + root(commit),
                        "if you know the key: tidemark keys trust " + signed.fingerprint() + ", or for once --trust "
                                + signed.fingerprint());
            case Verdict.Unsigned unsigned ->
                Failure.refused(
                        Defect.Kind.UNSIGNED.reason(),
                        purpose + " " + commit.shortId(),
                        "it is not signed",
                        ChainHints.of(Defect.Kind.UNSIGNED, ""));
            case Verdict.Unsupported other ->
                Failure.refused(
                        Defect.Kind.UNSUPPORTED.reason(),
                        purpose + " " + commit.shortId(),
                        other.why(),
                        ChainHints.of(Defect.Kind.UNSUPPORTED, ""));
            case Verdict verdict ->
                Failure.refused(
                        Defect.Kind.TAMPERED.reason(),
                        purpose + " " + commit.shortId(),
                        verdict instanceof Verdict.Invalid invalid
                                ? invalid.why()
                                : "it is not signed by a trusted key",
                        ChainHints.of(Defect.Kind.TAMPERED, ""));
        };
    }

    private String root(Commit commit) {
        List<Commit> last = new ArrayList<>();
        session.repository().walk(commit, c -> {
            last.clear();
            return last.add(c);
        });
        return last.getFirst().shortId();
    }

    private Failure refused(Commit commit, History history, List<Defect> defects) {
        return Failure.refused(
                foremost(commit, defects).kind().reason(),
                purpose + " " + commit.shortId(),
                describe(commit, defects),
                ChainHints.of(
                        foremost(commit, defects).kind(),
                        session.trustHome().pinFile(history.component()).toString()));
    }

    /** Of several defects, that of the commit itself. */
    private static Defect foremost(Commit commit, List<Defect> defects) {
        return defects.stream()
                .filter(d -> d.commit().equals(commit.id()))
                .findFirst()
                .orElse(defects.getFirst());
    }

    private static String describe(Commit commit, List<Defect> defects) {
        Defect first = foremost(commit, defects);
        String where = first.commit().equals(commit.id()) ? "" : "of its history, commit " + first.shortId() + ": ";
        String more = defects.size() > 1 ? "; and " + Phrases.count(defects.size() - 1, "further defect") : "";
        return where + first.why() + more;
    }
}
