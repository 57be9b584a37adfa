package dev.tidemark.snapshots.git;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one writer at a time move a repository's refs and checked-out files. The operating system frees the lock when its
 * holder is killed; what the holder was about to do stands in the file, so that the next one can finish or undo it.
 */
final class WriterLock implements AutoCloseable {

    private static final String FILE = "tidemark.lock";
    private static final int LONGEST_NOTE = 4096;
    /** The operating system's lock is the process's: threads of one process take turns here. */
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final ReentrantLock thread;
    private final FileChannel file;

    private WriterLock(ReentrantLock thread, FileChannel file) {
        this.thread = thread;
        this.file = file;
    }

    /**
     * A move of a ref that was begun.
     *
     * @param oldTree the tree that was checked out before, empty where there was none
     * @param newTree the tree of the commit that the ref was to point to
     */
    record Move(String ref, String oldTree, String newTree) {

        private static Optional<Move> parse(String line) {
            String[] words = line.strip().split(" ", -1);
            return words.length == 3 ? Optional.of(new Move(words[0], words[1], words[2])) : Optional.empty();
        }

        private byte[] line() {
            return (ref + " " + oldTree + " " + newTree + "\n").getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Waits until no other writer is at work on the repository in {@code gitDirectory}. */
    static WriterLock acquire(Path gitDirectory) throws IOException {
        Path path = gitDirectory.resolve(FILE).toAbsolutePath().normalize();
        ReentrantLock thread = THREADS.computeIfAbsent(path, p -> new ReentrantLock());
        thread.lock();
        try {
            FileChannel file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                file.lock();
                return new WriterLock(thread, file);
            } catch (IOException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            thread.unlock();
            throw e;
        }
    }

    /** Whether there is anything to finish, or a writer at work; costs no lock. */
    static boolean leftUnfinished(Path gitDirectory) throws IOException {
        Path path = gitDirectory.resolve(FILE);
        return Files.exists(path) && Files.size(path) > 0;
    }

    /** What an earlier holder had begun when it was killed. */
    Optional<Move> unfinished() throws IOException {
        ByteBuffer note = ByteBuffer.allocate((int) Math.min(file.size(), LONGEST_NOTE));
        file.read(note, 0);
        return Move.parse(new String(note.array(), 0, note.position(), StandardCharsets.UTF_8));
    }

    /** Notes what is about to be done, before it is. */
    void begin(Move move) throws IOException {
        file.truncate(0);
        file.write(ByteBuffer.wrap(move.line()), 0);
        file.force(true);
    }

    /** Nothing is left to do. */
    void done() throws IOException {
        file.truncate(0);
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            thread.unlock();
        }
    }
}
