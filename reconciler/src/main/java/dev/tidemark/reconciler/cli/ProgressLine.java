package dev.tidemark.reconciler.cli;

import dev.tidemark.reconciler.capture.Progress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One line on a terminal's standard error that tells how far an export is, and goes away when it is done. How many objects
 * there will be nobody knows before, so it counts instead of drawing a bar.
 */
final class ProgressLine implements Progress, AutoCloseable {

    private static final long EVERY_NANOS = 100_000_000;

    private final Terminal terminal;
    private final boolean shown;
    private final long start = System.nanoTime();
    private final AtomicInteger objects = new AtomicInteger();
    private long lastShown;

    ProgressLine(Terminal terminal, boolean chatty) {
        this.terminal = terminal;
        this.shown = chatty && terminal.errIsTerminal();
    }

    @Override
    public void advanced(int types, int more) {
        int count = objects.addAndGet(more);
        if (shown) {
            show(types, count);
        }
    }

    private synchronized void show(int types, int count) {
        long now = System.nanoTime();
        if (now - lastShown > EVERY_NANOS) {
            lastShown = now;
            terminal.err()
                    .print("\r\u001b[KExporting   " + types + " types   " + Phrases.number(count) + " objects   "
                            + Phrases.seconds((now - start) / 1_000_000));
            terminal.err().flush();
        }
    }

    @Override
    public void close() {
        if (shown) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
        }
    }
}
