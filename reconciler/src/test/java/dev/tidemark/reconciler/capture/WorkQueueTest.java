package dev.tidemark.reconciler.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkQueueTest {

    @Test
    void everything_is_done_when_the_wait_is_over_and_the_queue_can_be_used_again() {
        AtomicInteger done = new AtomicInteger();
        try (WorkQueue queue = new WorkQueue()) {
            for (int i = 0; i < 500; i++) {
                queue.submit(done::incrementAndGet);
            }
            queue.await();
            assertThat(done).hasValue(500);
            queue.submit(done::incrementAndGet);
            queue.await();
            assertThat(done).hasValue(501);
        }
    }

    @Test
    void waiting_for_nothing_ends_at_once() {
        try (WorkQueue queue = new WorkQueue()) {
            queue.await();
        }
    }

    @Test
    void a_problem_is_told_to_who_waits_and_nothing_more_is_begun() {
        AtomicInteger begun = new AtomicInteger();
        try (WorkQueue queue = new WorkQueue()) {
            queue.submit(() -> {
                throw new IllegalStateException("first");
            });
            assertThatThrownBy(queue::await)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("first");
            assertThatThrownBy(() -> queue.submit(begun::incrementAndGet)).hasMessage("first");
        }
        assertThat(begun).hasValue(0);
    }

    @Test
    void an_error_of_the_machine_is_not_swallowed_either() {
        try (WorkQueue queue = new WorkQueue()) {
            queue.submit(() -> {
                throw new OutOfMemoryError("no room");
            });
            assertThatThrownBy(queue::await).isInstanceOf(OutOfMemoryError.class);
        }
    }

    /** So that never more than a few chunks wait in memory. */
    @Test
    void when_the_queue_is_full_who_brings_more_does_the_work() {
        Thread bringer = Thread.currentThread();
        CountDownLatch release = new CountDownLatch(1);
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        try (WorkQueue queue = new WorkQueue()) {
            int plenty = Runtime.getRuntime().availableProcessors() + 100;
            for (int i = 0; i < plenty && !workers.contains(bringer); i++) {
                queue.submit(() -> {
                    workers.add(Thread.currentThread());
                    if (!Thread.currentThread().equals(bringer)) {
                        awaited(release);
                    }
                });
            }
            assertThat(workers).contains(bringer);
            release.countDown();
            queue.await();
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
