package dev.tidemark.reconciler.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.reconciler.cluster.ApiError;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LimiterTest {

    private final Limiter limiter = new Limiter(new InFlight(3));

    @Test
    void as_many_as_are_allowed_go_at_once_and_no_more() {
        AtomicInteger going = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                threads.execute(() -> limiter.ask(() -> {
                    most.accumulateAndGet(going.incrementAndGet(), Math::max);
                    three.countDown();
                    await(three);
                    return going.decrementAndGet();
                }));
            }
        }
        assertThat(most).hasValue(3);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_request_that_throws_leaves_its_place() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> limiter.ask(() -> {
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
        }
        assertThat(limiter.ask(() -> "there is room")).isEqualTo("there is room");
    }

    @Test
    void who_is_to_end_does_not_wait_for_a_place() {
        Limiter one = new Limiter(new InFlight(1));
        one.ask(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> one.ask(() -> "never")).isInstanceOf(ApiError.class);
            assertThat(Thread.interrupted()).isTrue();
            return "";
        });
    }
}
