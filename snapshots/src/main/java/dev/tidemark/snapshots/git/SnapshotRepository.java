package dev.tidemark.snapshots.git;

import dev.tidemark.snapshots.model.BlobId;
import dev.tidemark.snapshots.model.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A Git repository of snapshots, bare or with a work tree. */
public final class SnapshotRepository implements AutoCloseable {

    private final Path directory;
    private final Repository git;

    private SnapshotRepository(Path directory, Repository git) {
        this.directory = directory;
        this.git = git;
    }

    /**
     * Makes an empty repository, and its folder, with HEAD on {@code headBranch}.
     *
     * @throws Failure usage, when there is a repository already; failed, when the disk refuses
     */
    public static SnapshotRepository create(Path directory, boolean bare, String headBranch) {
        QuietSystemReader.install();
        if (gitDirectory(directory).isPresent()) {
            throw Failure.usage(
                    "exists",
                    "make a snapshot repository in " + directory,
                    "there is a Git repository already",
                    "choose another folder, or use this one with -C " + directory);
        }
        try {
            Files.createDirectories(directory);
            Repository git = new FileRepositoryBuilder()
                    .setGitDir((bare ? directory : directory.resolve(Constants.DOT_GIT)).toFile())
                    .build();
            git.create(bare);
            StoredConfig config = git.getConfig();
            config.setBoolean("core", null, "fsyncRefFiles", true);
            config.setBoolean("core", null, "logAllRefUpdates", true);
            config.save();
            RefUpdate head = git.updateRef(Constants.HEAD);
            head.link(Constants.R_HEADS + headBranch);
            return new SnapshotRepository(directory, git);
        } catch (IOException e) {
            throw GitErrors.write(directory, e);
        }
    }

    /** @throws Failure usage, when {@code directory} is no repository; failed, when it is a broken one */
    public static SnapshotRepository open(Path directory) {
        QuietSystemReader.install();
        Path gitDirectory = gitDirectory(directory).orElseThrow(() -> GitErrors.notARepository(directory));
        try {
            FileRepositoryBuilder builder = new FileRepositoryBuilder().setMustExist(true);
            if (gitDirectory.equals(directory)) {
                builder.setGitDir(gitDirectory.toFile());
            } else {
                builder.setWorkTree(directory.toFile());
            }
            return new SnapshotRepository(directory, builder.build());
        } catch (IOException e) {
            throw GitErrors.open(directory, e);
        }
    }

    private static Optional<Path> gitDirectory(Path directory) {
        if (Files.exists(directory.resolve(Constants.DOT_GIT))) {
            return Optional.of(directory.resolve(Constants.DOT_GIT));
        }
        boolean bare = Files.isRegularFile(directory.resolve(Constants.HEAD))
                && Files.isDirectory(directory.resolve(Constants.OBJECTS));
        return bare ? Optional.of(directory) : Optional.empty();
    }

    public Path directory() {
        return directory;
    }

    /** Where Git keeps its own things. */
    public Path gitDirectory() {
        return git.getDirectory().toPath();
    }

    /** Where Git looks for hooks. */
    public Path hooks() {
        String configured = git.getConfig().getString("core", null, "hooksPath");
        if (configured == null) {
            return git.getCommonDirectory().toPath().resolve("hooks");
        }
        Path base = bare() ? gitDirectory() : git.getWorkTree().toPath();
        return base.resolve(configured.replaceFirst("^~(?=/)", System.getProperty("user.home")));
    }

    /** Sets {@code tidemark.<name>} in the repository's own configuration. */
    public void configure(String name, String value) {
        StoredConfig config = git.getConfig();
        config.setString("tidemark", null, name, value);
        try {
            config.save();
        } catch (IOException e) {
            throw GitErrors.write(directory, e);
        }
    }

    /** The value of {@code tidemark.<name>} in the configuration. */
    public Optional<String> configured(String name) {
        return Optional.ofNullable(git.getConfig().getString("tidemark", null, name));
    }

    public boolean bare() {
        return git.isBare();
    }

    /** The short name of the branch that HEAD is on; a commit id where HEAD is detached. */
    public String headBranch() {
        try {
            return String.valueOf(git.getBranch());
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
    }

    /** The commit that a full ref name points to. */
    public Optional<Commit> tip(String ref) {
        try {
            Ref found = git.exactRef(ref);
            return found == null || found.getObjectId() == null
                    ? Optional.empty()
                    : Optional.of(commit(found.getObjectId()));
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
    }

    /** The short names of the branches that begin with {@code prefix}, sorted. */
    public List<String> branches(String prefix) {
        try {
            return git.getRefDatabase().getRefsByPrefix(Constants.R_HEADS + prefix).stream()
                    .map(ref -> ref.getName().substring(Constants.R_HEADS.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
    }

    /** The full names of the refs that begin with {@code prefix}, sorted. */
    public List<String> refs(String prefix) {
        try {
            return git.getRefDatabase().getRefsByPrefix(prefix).stream()
                    .map(Ref::getName)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
    }

    /**
     * The commit that Git's revision syntax names; a word of digits alone is a name, never a short hash.
     *
     * @throws Failure usage, when a short hash fits several commits
     */
    public Optional<Commit> resolve(String revision) {
        try {
            if (revision.chars().allMatch(c -> c >= '0' && c <= '9')
                    && git.findRef(revision) == null
                    && revision.length() < Constants.OBJECT_ID_STRING_LENGTH) {
                return Optional.empty();
            }
            ObjectId id = git.resolve(revision + "^{commit}");
            return id == null ? Optional.empty() : Optional.of(commit(id));
        } catch (AmbiguousObjectException e) {
            throw Failure.usage(
                    "ambiguous-revision",
                    "find the revision " + revision,
                    e.getCandidates().size() + " objects begin so",
                    "give more digits");
        } catch (IncorrectObjectTypeException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
    }

    /**
     * The commit with this id.
     *
     * @throws Failure {@code corrupt-repository}, when it is not there or cannot be read
     */
    public Commit commit(String id) {
        try {
            return commit(ObjectId.fromString(id));
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
    }

    /** Whether there is an object with this id. */
    public boolean has(String id) {
        try (ObjectReader reader = reader()) {
            return reader.has(ObjectId.fromString(id));
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
    }

    /** Whether the history was cut off when it was fetched ({@code git clone --depth}). */
    public boolean shallow() {
        try {
            return !git.getObjectDatabase().getShallowCommits().isEmpty();
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
    }

    /** Whether {@code commit} is {@code tip} or one of its ancestors. */
    public boolean contains(Commit tip, Commit commit) {
        try (ObjectReader reader = reader();
                RevWalk walk = new RevWalk(reader)) {
            walk.setRetainBody(false);
            return walk.isMergedInto(
                    walk.parseCommit(ObjectId.fromString(commit.id())),
                    walk.parseCommit(ObjectId.fromString(tip.id())));
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
    }

    /** Visits {@code from} and its first parents, newest first, until {@code visit} says false. */
    public void walk(Commit from, Predicate<Commit> visit) {
        try (ObjectReader reader = reader();
                RevWalk walk = new RevWalk(reader)) {
            RevCommit next = walk.parseCommit(ObjectId.fromString(from.id()));
            while (next != null && visit.test(commit(next))) {
                next = next.getParentCount() == 0 ? null : walk.parseCommit(next.getParent(0));
            }
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
    }

    /** The commits that {@code tip} has and {@code other} has not, oldest first. */
    public List<Commit> missing(Commit tip, Commit other) {
        List<Commit> commits = new ArrayList<>();
        try (ObjectReader reader = reader();
                RevWalk walk = new RevWalk(reader)) {
            walk.sort(RevSort.TOPO);
            walk.sort(RevSort.REVERSE, true);
            walk.markStart(walk.parseCommit(ObjectId.fromString(tip.id())));
            walk.markUninteresting(walk.parseCommit(ObjectId.fromString(other.id())));
            for (RevCommit commit : walk) {
                commits.add(commit(commit));
            }
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
        return commits;
    }

    /** The commit's tree as a list of files. */
    public TreeIndex index(Commit commit) {
        Map<String, BlobId> blobs = new LinkedHashMap<>();
        byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
        try (ObjectReader reader = reader();
                TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(ObjectId.fromString(commit.tree()));
            walk.setRecursive(true);
            while (walk.next()) {
                walk.getObjectId(0).copyRawTo(raw, 0);
                blobs.put(walk.getPathString(), BlobId.fromBytes(raw));
            }
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
        return new TreeIndex(blobs);
    }

    /** The blob's bytes. May be called from several threads. */
    public byte[] read(BlobId blob) {
        try (ObjectReader reader = reader()) {
            return reader.open(ObjectId.fromRaw(blob.toBytes()), Constants.OBJ_BLOB)
                    .getCachedBytes(Integer.MAX_VALUE);
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
    }

    /** The files in which {@code to} differs from {@code from}; equal folders are not looked into. */
    public List<PathChange> changes(Optional<Commit> from, Commit to) {
        List<PathChange> changes = new ArrayList<>();
        try (ObjectReader reader = reader();
                TreeWalk walk = new TreeWalk(reader)) {
            if (from.isPresent()) {
                walk.addTree(ObjectId.fromString(from.get().tree()));
            } else {
                walk.addTree(new org.eclipse.jgit.treewalk.EmptyTreeIterator());
            }
            walk.addTree(ObjectId.fromString(to.tree()));
            walk.setRecursive(true);
            walk.setFilter(org.eclipse.jgit.treewalk.filter.TreeFilter.ANY_DIFF);
            while (walk.next()) {
                changes.add(new PathChange(walk.getPathString(), blob(walk, 0), blob(walk, 1)));
            }
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
        return changes;
    }

    private static Optional<BlobId> blob(TreeWalk walk, int side) {
        ObjectId id = walk.getObjectId(side);
        if (id.equals(ObjectId.zeroId())) {
            return Optional.empty();
        }
        byte[] raw = new byte[Constants.OBJECT_ID_LENGTH];
        id.copyRawTo(raw, 0);
        return Optional.of(BlobId.fromBytes(raw));
    }

    /** The blob at {@code path} in a commit. */
    public Optional<BlobId> blobAt(Commit commit, String path) {
        try (ObjectReader reader = reader();
                TreeWalk walk = TreeWalk.forPath(reader, path, ObjectId.fromString(commit.tree()))) {
            return walk == null ? Optional.empty() : blob(walk, 0);
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
    }

    /**
     * Shows what a commit's tree has that the one of {@code before} has not at the same path, as far as both can be read.
     */
    public void visit(Commit commit, Optional<Commit> before, TreeVisitor visitor) {
        try (ObjectReader reader = reader()) {
            new TreeDifference(reader, visitor)
                    .visit(ObjectId.fromString(commit.tree()), before.map(b -> ObjectId.fromString(b.tree())));
        }
    }

    private ObjectReader reader() {
        return new CheckedReader(git.newObjectReader());
    }

    /** Begins a commit on top of {@code base}, whose tree starts as that one's; or one without parents, empty. */
    public TreeTransaction begin(Optional<Commit> base) {
        return new TreeTransaction(this, git, base, base.stream().toList());
    }

    /** Begins a commit on top of {@code parent}, whose tree starts as that of {@code base}. */
    public TreeTransaction begin(Commit base, Commit parent) {
        return new TreeTransaction(this, git, Optional.of(base), List.of(parent));
    }

    /**
     * Moves {@code ref} to {@code commit}, if it still points to {@code expected}. Clean checked-out files follow.
     *
     * @return {@code Committed} or {@code Raced}
     */
    public CommitResult move(String ref, Optional<Commit> expected, Commit commit) {
        try {
            return new RefMove(git, ref, commit).from(expected);
        } catch (IOException e) {
            throw GitErrors.write(directory, e);
        }
    }

    /**
     * Takes {@code ref} away, if it still points to {@code expected}.
     *
     * @throws Failure when it does not, or is checked out
     */
    public void delete(String ref, Commit expected) {
        try {
            RefUpdate update = git.updateRef(ref);
            update.setExpectedOldObjectId(ObjectId.fromString(expected.id()));
            update.setForceUpdate(true);
            RefUpdate.Result result = update.delete();
            if (result != RefUpdate.Result.FORCED) {
                throw new IOException("the ref " + ref + " could not be deleted: " + result);
            }
        } catch (IOException e) {
            throw GitErrors.write(directory, e);
        }
    }

    /** Finishes what an earlier writer was killed in, or had no room for; every move of a ref does so too. */
    public void settle() {
        try {
            RefMove.settle(git);
        } catch (IOException e) {
            throw GitErrors.write(directory, e);
        }
    }

    /** Whether a writer is at work, or was killed at it; the next one finishes what it left. */
    public boolean unfinished() {
        try {
            return WriterLock.leftUnfinished(gitDirectory());
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
    }

    /** Puts {@code ref} on {@code commit}, wherever it was. */
    void replace(String ref, Commit commit) {
        try {
            new RefMove(git, ref, commit).fromAnywhere();
        } catch (IOException e) {
            throw GitErrors.write(directory, e);
        }
    }

    /** The bytes of a commit as they were signed, and its signature; for verification. */
    SignedBytes signedBytes(Commit commit) {
        try (ObjectReader reader = reader()) {
            return SignedBytes.of(reader.open(ObjectId.fromString(commit.id()), Constants.OBJ_COMMIT)
                    .getBytes());
        } catch (IOException e) {
            throw GitErrors.read(directory, e);
        }
    }

    Commit commit(ObjectId id) throws IOException {
        try (ObjectReader reader = reader();
                RevWalk walk = new RevWalk(reader)) {
            return commit(walk.parseCommit(id));
        }
    }

    private static Commit commit(RevCommit commit) {
        PersonIdent author = commit.getAuthorIdent();
        return new Commit(
                commit.name(),
                commit.getTree().name(),
                Arrays.stream(commit.getParents()).map(RevCommit::name).toList(),
                Instant.ofEpochSecond(commit.getCommitTime()),
                author.getName() + " <" + author.getEmailAddress() + ">",
                commit.getFullMessage());
    }

    /** Names of the configured remotes. */
    public List<String> remotes() {
        return git.getRemoteNames().stream().sorted().toList();
    }

    /** Remembers a remote; all of a repository's branches and Tidemark's own refs are pushed there. */
    public void addRemote(String name, String url) {
        StoredConfig config = git.getConfig();
        config.setString("remote", name, "url", url);
        config.setString("remote", name, "fetch", "+refs/heads/*:refs/remotes/" + name + "/*");
        try {
            config.save();
        } catch (IOException e) {
            throw GitErrors.write(directory, e);
        }
    }

    public Remote remote(String name) {
        return new Remote(this, git, name);
    }

    @Override
    public void close() {
        git.close();
    }
}
