package dev.tidemark.snapshots.trust;

import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.git.SnapshotRepository;
import dev.tidemark.snapshots.git.TrustedSigners;
import java.util.Optional;

/**
 * Verifies histories of one repository. A signature covers a commit's tree, parents, people, time and message, but
 * neither its branch nor its repository, nor that it is the newest: the trailers inside the message and a pin outside of
 * the repository close these gaps.
 */
public final class Chain {

    private final SnapshotRepository repository;
    private final TrustedSigners trusted;
    private final String repositoryId;

    public Chain(SnapshotRepository repository, TrustedSigners trusted, String repositoryId) {
        this.repository = repository;
        this.trusted = trusted;
        this.repositoryId = repositoryId;
    }

    /**
     * Verifies the machine-written history of a component, down to what was verified before with the same trust, else to
     * its beginning, through its epochs.
     */
    public Proof verify(Commit tip, String component, Optional<Pin> pin) {
        Optional<String> proven =
                pin.filter(p -> p.trust().equals(trusted.digest())).map(Pin::verified);
        ChainWalk walk = new ChainWalk(
                repository,
                trusted,
                (commit, beginning) -> Trail.ofMachine(commit, beginning, repositoryId, component),
                id -> proven.equals(Optional.of(id)));
        walk.from(tip);
        walk.beginsWith(pin.map(Pin::anchor));
        pin.ifPresent(p -> walk.mustHold(tip, p.verified()));
        return walk.proof();
    }

    /** Verifies what {@code commit} has beside a history that is proven: a restore point, a person's branch. */
    public Proof beside(Commit commit, Commit proven, String component) {
        ChainWalk walk = new ChainWalk(
                repository,
                trusted,
                (c, beginning) -> Trail.ofAny(repository, c, repositoryId, component),
                id -> repository.contains(proven, repository.commit(id)));
        walk.from(commit);
        walk.beginsWith(Optional.empty());
        return walk.proof();
    }

    /** What to remember of a history that {@code proof} holds for. */
    public Pin pin(Commit tip, Proof proof, Optional<Pin> before) {
        String anchor = proof.root().or(() -> before.map(Pin::anchor)).orElseThrow();
        return new Pin(anchor, tip.id(), trusted.digest());
    }
}
