package dev.tidemark.snapshots.trust;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TrustedSigners;
import dev.tidemark.snapshots.git.TrustedSigners.Verdict;
import dev.tidemark.snapshots.layout.Trailers;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.trust.Defect.Kind;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** One walk from a tip to where a history begins, or to what is proven already. Every commit on the way is looked at once. */
final class ChainWalk {

    private final SnapshotRepository repository;
    private final TrustedSigners trusted;
    private final BiFunction<Commit, Boolean, Optional<String>> trail;
    private final Predicate<String> proven;

    private final Deque<Commit> open = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> signers = new TreeSet<>();
    private final List<String> roots = new ArrayList<>();
    private final List<Defect> defects = new ArrayList<>();
    private int walked;
    private int verified;

    /**
     * @param trail what is wrong with what a commit says of itself; is told whether it is one without a parent
     * @param proven whether the commit of an id needs no look, nor those before it
     */
    ChainWalk(
            SnapshotRepository repository,
            TrustedSigners trusted,
            BiFunction<Commit, Boolean, Optional<String>> trail,
            Predicate<String> proven) {
        this.repository = repository;
        this.trusted = trusted;
        this.trail = trail;
        this.proven = proven;
    }

    void from(Commit tip) {
        if (repository.shallow()) {
            add(Kind.SHALLOW, tip, "the history before it was cut off when it was fetched");
        }
        reach(tip);
        while (!open.isEmpty()) {
            visit(open.pop());
        }
    }

    private void reach(Commit commit) {
        if (seen.add(commit.id()) && !proven.test(commit.id())) {
            open.push(commit);
        }
    }

    private void visit(Commit commit) {
        walked++;
        signature(commit);
        trail.apply(commit, commit.parents().isEmpty()).ifPresent(why -> add(Kind.TRAILERS, commit, why));
        for (String parent : commit.parents()) {
            before(commit, parent).ifPresent(this::reach);
        }
        if (commit.parents().isEmpty()) {
            begins(commit);
        }
    }

    private void signature(Commit commit) {
        switch (trusted.verify(repository, commit)) {
            case Verdict.Trusted signed -> {
                verified++;
                signers.add(signed.fingerprint());
            }
            case Verdict.Unsigned unsigned -> add(Kind.UNSIGNED, commit, "it is not signed");
            case Verdict.Untrusted signed ->
                add(Kind.UNKNOWN_KEY, commit, "it is signed by " + signed.fingerprint() + ", which is not trusted");
            case Verdict.Revoked signed -> add(Kind.REVOKED_KEY, commit, "it is signed by " + signed.why());
            case Verdict.Unsupported other -> add(Kind.UNSUPPORTED, commit, other.why());
            case Verdict.Invalid invalid -> add(Kind.TAMPERED, commit, invalid.why());
        }
    }

    /** The commit of {@code id}, which must fit before {@code commit}. */
    private Optional<Commit> before(Commit commit, String id) {
        Commit parent;
        try {
            parent = repository.commit(id);
        } catch (Failure unreadable) {
            if (!repository.shallow()) {
                defects.add(new Defect(
                        Kind.MISSING, id, "it stands before " + commit.shortId() + ", and is missing or damaged"));
            }
            return Optional.empty();
        }
        if (commit.time().isBefore(parent.time())) {
            add(
                    Kind.TIME,
                    commit,
                    "it is from " + commit.time() + ", before the one that it follows (" + parent.time() + ")");
        }
        Optional<BigInteger> mine = Trail.sequence(commit);
        Optional<BigInteger> its = Trail.sequence(parent);
        if (mine.isPresent() && its.isPresent() && mine.get().compareTo(its.get()) <= 0) {
            add(Kind.TRAILERS, commit, "it is number " + mine.get() + ", and follows number " + its.get());
        }
        return Optional.of(parent);
    }

    /** A history begins with one commit; an epoch begins with one that names the last of the epoch before. */
    private void begins(Commit commit) {
        Optional<String> previous =
                Trailers.of(commit.message()).get(Trailers.PREVIOUS_EPOCH).filter(id -> id.matches("[0-9a-f]{40}"));
        if (previous.isEmpty() || !repository.has(previous.get())) {
            previous.ifPresent(seen::add);
            roots.add(commit.id());
            return;
        }
        before(commit, previous.get()).ifPresent(last -> {
            if (!last.tree().equals(commit.tree())) {
                add(
                        Kind.TRAILERS,
                        commit,
                        "it begins an epoch with other files than " + last.shortId() + " ended with");
            }
            reach(last);
        });
    }

    /** To be asked after the walk: that it ended where it should have. An epoch that was dropped may be missing. */
    void beginsWith(Optional<String> anchor) {
        for (String root : roots) {
            boolean epoch = Trailers.of(repository.commit(root).message())
                    .get(Trailers.PREVIOUS_EPOCH)
                    .isPresent();
            boolean expected = anchor.map(root::equals).orElse(root.equals(roots.getFirst()));
            if (!expected && !epoch) {
                defects.add(new Defect(
                        Kind.OTHER_ROOT,
                        root,
                        "the history begins with it, and not with "
                                + anchor.orElse(roots.getFirst()).substring(0, 7)));
            }
        }
    }

    /** To be asked after the walk: that it came across {@code id}. */
    void mustHold(Commit tip, String id) {
        if (!seen.contains(id)) {
            add(
                    Kind.REWOUND,
                    tip,
                    "the commit " + id.substring(0, 7) + ", which was verified before, is not in its history any more");
        }
    }

    private void add(Kind kind, Commit commit, String why) {
        defects.add(new Defect(kind, commit.id(), why));
    }

    Proof proof() {
        return new Proof(
                walked, verified, new TreeSet<>(signers), roots.stream().findFirst(), defects);
    }
}
