package dev.tidemark.reconciler.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AwaitingTest {

    @Test
    void what_is_true_already_is_asked_once() {
        AtomicInteger asked = new AtomicInteger();
        assertThat(new Awaiting(Duration.ofMinutes(10)).until(() -> asked.incrementAndGet() == 1))
                .isTrue();
        assertThat(asked).hasValue(1);
    }

    @Test
    void what_becomes_true_is_seen() {
        AtomicInteger asked = new AtomicInteger();
        assertThat(new Awaiting(Duration.ofMinutes(10)).until(() -> asked.incrementAndGet() == 3))
                .isTrue();
    }

    @Test
    void patience_has_an_end() {
        assertThat(new Awaiting(Duration.ZERO).until(() -> false)).isFalse();
    }

    @Test
    void an_interrupted_wait_ends_and_the_interruption_is_kept() {
        Thread.currentThread().interrupt();
        assertThat(new Awaiting(Duration.ofMinutes(10)).until(() -> false)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
