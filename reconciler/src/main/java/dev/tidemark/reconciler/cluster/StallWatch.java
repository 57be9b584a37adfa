package dev.tidemark.reconciler.cluster;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Breaks off an answer from which nothing has come for {@link #PATIENCE}. The HTTP client limits only the time until an
 * answer begins, so that a lost network would otherwise hold a run for ever.
 */
final class StallWatch implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final Set<WatchedStream> open = ConcurrentHashMap.newKeySet();
    private final Thread watch =
            Thread.ofPlatform().daemon().name("stall-watch").unstarted(this::patrol);

    InputStream watch(InputStream body) {
        WatchedStream stream = new WatchedStream(body);
        open.add(stream);
        synchronized (watch) {
            if (watch.getState() == Thread.State.NEW) {
                watch.start();
            }
        }
        return stream;
    }

    private void patrol() {
        try {
            while (true) {
                Thread.sleep(ROUND);
                long now = System.nanoTime();
                open.stream().filter(s -> now - s.lastRead > PATIENCE.toNanos()).forEach(WatchedStream::breakOff);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }

    private final class WatchedStream extends FilterInputStream {

        private volatile long lastRead = System.nanoTime();
        private volatile boolean stalled;

        WatchedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            lastRead = System.nanoTime();
            if (stalled) {
                throw new IOException("nothing came for " + PATIENCE.toSeconds() + " seconds");
            }
            return count;
        }

        private void breakOff() {
            stalled = true;
            open.remove(this);
            try {
                in.close();
            } catch (IOException e) {
                stalled = true; // the reader learns it from the flag
            }
        }

        @Override
        public void close() throws IOException {
            open.remove(this);
            super.close();
        }
    }
}
