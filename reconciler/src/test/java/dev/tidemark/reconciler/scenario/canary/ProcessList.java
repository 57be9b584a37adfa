package dev.tidemark.reconciler.scenario.canary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What anybody on this machine could read of the processes that this one starts while it is open: their arguments and
 * their environment, looked at again and again (Linux).
 */
final class ProcessList implements AutoCloseable {

    private static final Path PROC = Path.of("/proc");
    private static final Path OURS =
            PROC.resolve(Long.toString(ProcessHandle.current().pid()));
    private static final long PAUSE_NANOS = 1_000_000;

    private final Set<String> seen = new ConcurrentSkipListSet<>();
    private final Thread looking = Thread.ofPlatform().daemon().start(this::lookAgainAndAgain);

    /** Arguments, and variables. */
    Set<String> seen() {
        if (!looking.isAlive()) {
            throw new IllegalStateException("nobody has looked to the end");
        }
        return new TreeSet<>(seen);
    }

    private void lookAgainAndAgain() {
        while (!Thread.currentThread().isInterrupted()) {
            Stream.concat(
                            Stream.of(ProcessHandle.current()),
                            ProcessHandle.current().descendants())
                    .forEach(process -> Stream.of("cmdline", "environ")
                            .map(PROC.resolve(Long.toString(process.pid()))::resolve)
                            .forEach(this::look));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Of a process that has just ended there may be a file still, but nothing in it. */
    private void look(Path file) {
        try {
            Stream.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).split("\0", -1))
                    .forEach(seen::add);
        } catch (IOException e) {
            if (file.startsWith(OURS)) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        looking.interrupt();
        try {
            looking.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
