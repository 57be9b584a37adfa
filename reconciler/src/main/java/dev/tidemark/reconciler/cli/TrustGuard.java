package dev.tidemark.reconciler.cli;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.git.TrustedSigners.Verdict;
import dev.tidemark.snapshots.model.Failure;
import java.util.Optional;

/** Lets only commits of trusted keys into a cluster. Whom to trust never comes from the repository. */
final class TrustGuard {

    private final Session session;

    TrustGuard(Session session) {
        this.session = session;
    }

    /** @throws Failure refused, unless the commit is signed by a trusted key or {@code allowUnsigned} */
    void check(Commit commit, boolean allowUnsigned) {
        if (allowUnsigned) {
            return;
        }
        Optional<TrustedSigners> trust = session.trust();
        Verdict verdict = trust.isPresent()
                ? trust.get().verify(session.repository(), commit)
                : TrustedSigners.check(session.repository(), commit);
        switch (verdict) {
            case Verdict.Trusted trusted -> {}
            case Verdict.Untrusted untrusted ->
                throw refused(
                        "untrusted-signature",
                        commit,
                        trust.isPresent()
                                ? "it is signed by " + untrusted.fingerprint() + ", which is not trusted"
                                : "it is signed by " + untrusted.fingerprint()
                                        + ", and nothing here says whether to trust that key",
                        "if you know the key, name it: --trust " + untrusted.fingerprint());
            case Verdict.Unsigned unsigned ->
                throw refused(
                        "unsigned",
                        commit,
                        "it is not signed",
                        "if that is known and meant, allow it with --allow-unsigned");
            case Verdict.Invalid invalid ->
                throw refused(
                        "bad-signature",
                        commit,
                        invalid.why(),
                        "someone may have altered it: look at git verify-commit, or choose another commit");
        }
    }

    private static Failure refused(String reason, Commit commit, String why, String hint) {
        return Failure.refused(reason, "restore " + commit.shortId(), why, hint);
    }
}
