package dev.tidemark.snapshots.git;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** A remote of the repository, over file, ssh or https. */
public final class Remote {

    private static final int TIMEOUT_SECONDS = 60;
    /** Any name but the usual one, which JGit takes for itself. */
    private static final String WITH_HOOKS = "exec git receive-pack";

    private static final List<String> HOOKS = List.of("pre-receive", "update", "post-receive", "reference-transaction");
    /** The token for https remotes; never an argument, never in the repository's configuration. */
    private static final String TOKEN = "TIDEMARK_GIT_TOKEN";

    private final SnapshotRepository owner;
    private final Repository git;
    private final String name;

    Remote(SnapshotRepository owner, Repository git, String name) {
        this.owner = owner;
        this.git = git;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** One ref to push; {@code force} for records that replace their predecessor. */
    public record RefPush(String ref, boolean force) {}

    /** How a push ended. */
    public sealed interface Result {

        /** The remote has it all now. */
        record Pushed() implements Result {}

        /** The remote has commits that we have not. */
        record Raced() implements Result {}

        /** It did not work; the next run tries again. */
        record Failed(String why) implements Result {}
    }

    /** Pushes all or says why not; never throws for a remote's sake. */
    public Result push(List<RefPush> refs) {
        try (Transport transport = open()) {
            List<RemoteRefUpdate> updates = new ArrayList<>();
            for (RefPush ref : refs) {
                updates.add(new RemoteRefUpdate(git, ref.ref(), ref.ref(), ref.force(), null, null));
            }
            transport.setPushAtomic(refs.size() > 1);
            PushResult answer = transport.push(NullProgressMonitor.INSTANCE, updates);
            return result(answer.getRemoteUpdates(), answer.getMessages());
        } catch (URISyntaxException | IOException e) {
            return new Result.Failed(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Makes the remote's branch what ours is, or takes it away where we have none, if it is still {@code expected} there
     * (git's {@code --force-with-lease}); empty = if it is not there.
     *
     * @return {@code Raced} when it is something else
     */
    public Result replace(String branch, Optional<Commit> expected) {
        String source = owner.tip(branch).isPresent() ? branch : null;
        ObjectId there = expected.map(c -> ObjectId.fromString(c.id())).orElse(ObjectId.zeroId());
        try (Transport transport = open()) {
            RemoteRefUpdate update = new RemoteRefUpdate(git, source, branch, true, null, there);
            PushResult answer = transport.push(NullProgressMonitor.INSTANCE, List.of(update));
            return result(answer.getRemoteUpdates(), answer.getMessages());
        } catch (URISyntaxException | IOException e) {
            return new Result.Failed(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Fetches one branch; the repository's own branch stays as it is.
     *
     * @return the remote's tip; empty when it has no such branch, or did not answer
     */
    public Optional<Commit> fetch(String branch) {
        String tracking = branch.replaceFirst("^" + Constants.R_HEADS, Constants.R_REMOTES + name + "/");
        try (Transport transport = open()) {
            transport.fetch(NullProgressMonitor.INSTANCE, List.of(new RefSpec("+" + branch + ":" + tracking)));
            return owner.tip(tracking);
        } catch (URISyntaxException | IOException e) {
            return Optional.empty();
        }
    }

    /** What a remote says that it has. */
    public sealed interface Contents {

        /** Its refs by their full names, each with the id that it points to. */
        record Known(SortedMap<String, String> refs) implements Contents {

            public Known {
                refs = Collections.unmodifiableSortedMap(new TreeMap<>(refs));
            }
        }

        record Unreachable(String why) implements Contents {}
    }

    /** Asks the remote; nothing is fetched, here and there. */
    public Contents look() {
        try (Transport transport = open();
                FetchConnection connection = transport.openFetch()) {
            TreeMap<String, String> refs = new TreeMap<>();
            for (Ref ref : connection.getRefs()) {
                ObjectId id = ref.getObjectId();
                if (id != null) {
                    refs.put(ref.getName(), id.name());
                }
            }
            return new Contents.Known(refs);
        } catch (URISyntaxException | IOException e) {
            return new Contents.Unreachable(String.valueOf(e.getMessage()));
        }
    }

    private Transport open() throws IOException, URISyntaxException {
        Transport transport = Transport.open(git, name);
        transport.setTimeout(TIMEOUT_SECONDS);
        if (!transport.getURI().isRemote()
                && hasHooks(Path.of(transport.getURI().getPath()))) {
            transport.setOptionReceivePack(WITH_HOOKS);
        }
        String token = System.getenv(TOKEN);
        if (token != null) {
            transport.setCredentialsProvider(new UsernamePasswordCredentialsProvider("tidemark", token));
        }
        return transport;
    }

    /** On this disk JGit would write by itself, past the hooks that guard the repository; git does not. */
    private static boolean hasHooks(Path repository) {
        return Stream.of("hooks", ".git/hooks")
                .flatMap(folder ->
                        HOOKS.stream().map(hook -> repository.resolve(folder).resolve(hook)))
                .anyMatch(Files::isExecutable);
    }

    /** {@code messages} = what the remote's hooks said. */
    private static Result result(Iterable<RemoteRefUpdate> updates, String messages) {
        for (RemoteRefUpdate update : updates) {
            switch (update.getStatus()) {
                case OK, UP_TO_DATE, NON_EXISTING -> {}
                case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> {
                    return new Result.Raced();
                }
                default -> {
                    String message = update.getMessage();
                    return new Result.Failed(update.getRemoteName() + ": " + update.getStatus()
                            + (message == null ? "" : " " + message)
                            + (messages.isBlank() ? "" : "; " + messages.strip().replaceAll("\\s*\n\\s*", "; ")));
                }
            }
        }
        return new Result.Pushed();
    }
}
