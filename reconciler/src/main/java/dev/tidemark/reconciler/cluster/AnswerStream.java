package dev.tidemark.reconciler.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An answer's body as a stream that is read while it arrives. fabric8 has such a stream too, but copies byte by byte,
 * which shows with megabytes of lists.
 */
final class AnswerStream extends InputStream implements AsyncBody.Consumer<List<ByteBuffer>> {

    /** How many buffers are kept ready for the reader before more is asked for. */
    private static final int AHEAD = 4;

    /** The last one is empty. */
    private final BlockingQueue<Optional<ByteBuffer>> arrived = new LinkedBlockingQueue<>();

    private final AtomicBoolean asked = new AtomicBoolean();
    private Optional<ByteBuffer> current = Optional.of(ByteBuffer.allocate(0));
    private volatile @Nullable AsyncBody body;
    private volatile @Nullable Throwable failure;

    /** The head of the answer is here: its body may come. */
    void begin(AsyncBody answer) {
        body = answer;
        CompletableFuture<Void> _ = answer.done().whenComplete((nothing, problem) -> {
            failure = problem;
            arrived.add(Optional.empty());
        });
    }

    /** Lets the next be asked for before the reader can see this: who waits has always asked. */
    @Override
    public void consume(List<ByteBuffer> buffers, AsyncBody from) {
        if (buffers.isEmpty()) {
            from.consume();
        } else {
            asked.set(false);
            buffers.forEach(buffer -> arrived.add(Optional.of(buffer)));
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (current.isPresent() && !current.get().hasRemaining()) {
            current = next();
        }
        if (current.isEmpty()) {
            return atEnd();
        }
        int count = Math.min(length, current.get().remaining());
        current.get().get(target, offset, count);
        return count;
    }

    private Optional<ByteBuffer> next() throws IOException {
        AsyncBody source = body;
        if (source != null && arrived.size() < AHEAD && asked.compareAndSet(false, true)) {
            source.consume();
        }
        try {
            return arrived.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private int atEnd() throws IOException {
        Throwable problem = failure;
        if (problem == null) {
            return -1;
        }
        throw problem instanceof IOException io ? io : new IOException(problem);
    }

    /** Breaks the answer off where it has not ended; a reader who waits for it is woken. */
    @Override
    public void close() {
        AsyncBody source = body;
        if (source != null) {
            source.cancel();
        }
        arrived.add(Optional.empty());
    }
}
