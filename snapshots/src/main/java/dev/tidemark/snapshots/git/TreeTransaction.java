package dev.tidemark.snapshots.git;

import dev.tidemark.snapshots.model.BlobId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;

/**
 * Builds one commit: blobs go straight into a pack, then the folders that changed, then the commit; nothing can be seen
 * of it until the ref moves. {@link #put} may be called from several threads.
 */
public final class TreeTransaction implements AutoCloseable {

    /** Fast for the flood of a first import, small for the trickle afterwards. */
    private static final int FIRST_IMPORT = 1;

    private static final int CHANGES = 6;

    private final SnapshotRepository owner;
    private final Repository git;
    private final Optional<Commit> base;
    private final List<Commit> parents;
    private final PackInserter pack;
    /** What differs from the base; an absent id removes the file. */
    private final Map<String, Optional<ObjectId>> edits = new ConcurrentHashMap<>();

    TreeTransaction(SnapshotRepository owner, Repository git, Optional<Commit> base, List<Commit> parents) {
        this.owner = owner;
        this.git = git;
        this.base = base;
        this.parents = List.copyOf(parents);
        this.pack = ((ObjectDirectory) git.getObjectDatabase()).newPackInserter();
        pack.setCompressionLevel(
                base.flatMap(b -> b.parents().stream().findFirst()).isPresent() ? CHANGES : FIRST_IMPORT);
        pack.checkExisting(false);
    }

    /** Puts a file; returns its blob. */
    public BlobId put(String path, byte[] content) {
        BlobId blob = BlobId.of(content);
        try {
            synchronized (pack) {
                edits.put(path, Optional.of(pack.insert(Constants.OBJ_BLOB, content)));
            }
        } catch (IOException e) {
            throw GitErrors.write(owner.directory(), e);
        }
        return blob;
    }

    /** Puts a file whose content the repository has already. */
    public void put(String path, BlobId blob) {
        edits.put(path, Optional.of(ObjectId.fromRaw(blob.toBytes())));
    }

    public void remove(String path) {
        edits.put(path, Optional.empty());
    }

    /** Forgets every edit; their blobs stay in the pack, unreferenced. */
    public void reset() {
        edits.clear();
    }

    /**
     * Writes the tree and a commit, and moves {@code ref} to it, if {@code ref} still points to
     * {@code expected}.
     */
    public CommitResult commit(String ref, Optional<Commit> expected, CommitDraft draft, CommitSigner signer) {
        Optional<Commit> commit = write(draft, signer);
        return commit.isEmpty()
                ? new CommitResult.Unchanged(base.orElseThrow())
                : owner.move(ref, expected, commit.get());
    }

    /**
     * Writes the tree and a commit without moving a ref.
     *
     * @return empty when the tree is the base's own
     */
    public Optional<Commit> write(CommitDraft draft, CommitSigner signer) {
        try {
            ObjectId tree = tree();
            boolean same = base.isPresent() && base.get().tree().equals(tree.name());
            return same ? Optional.empty() : Optional.of(write(tree, parents, draft, signer));
        } catch (IOException e) {
            throw GitErrors.write(owner.directory(), e);
        }
    }

    /**
     * Makes a commit without parents of this transaction's tree and puts {@code ref} on it, wherever {@code ref} was: for
     * records that replace their predecessor.
     */
    public Commit replace(String ref, CommitDraft draft, CommitSigner signer) {
        try {
            Commit commit = write(tree(), List.of(), draft, signer);
            owner.replace(ref, commit);
            return commit;
        } catch (IOException e) {
            throw GitErrors.write(owner.directory(), e);
        }
    }

    private ObjectId tree() throws IOException {
        return new TreeBuilder(git, pack).build(base.map(b -> ObjectId.fromString(b.tree())), edits);
    }

    /** On the disk before anything points to it. */
    private Commit write(ObjectId tree, List<Commit> parents, CommitDraft draft, CommitSigner signer)
            throws IOException {
        ObjectId id = pack.insert(commit(tree, parents, draft, signer));
        pack.flush();
        DurableFiles.sync(git.getDirectory().toPath().resolve(Constants.OBJECTS).resolve("pack"));
        return owner.commit(id);
    }

    private static CommitBuilder commit(ObjectId tree, List<Commit> parents, CommitDraft draft, CommitSigner signer)
            throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        for (Commit parent : parents) {
            commit.addParentId(ObjectId.fromString(parent.id()));
        }
        commit.setAuthor(person(draft));
        commit.setCommitter(person(draft));
        commit.setMessage(draft.message());
        signer.sign(commit.build())
                .ifPresent(
                        armour -> commit.setGpgSignature(new GpgSignature(armour.getBytes(StandardCharsets.US_ASCII))));
        return commit;
    }

    private static PersonIdent person(CommitDraft draft) {
        return new PersonIdent(draft.authorName(), draft.authorEmail(), draft.time(), ZoneOffset.UTC);
    }

    /** What was not committed leaves no trace. */
    @Override
    public void close() {
        pack.close();
    }
}
