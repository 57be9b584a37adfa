package dev.tidemark.reconciler.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ContactTest {

    private long now = 1;
    private final Contact contact = new Contact(() -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void time_in_which_nothing_is_asked_is_no_silence() {
        contact.heard();
        pass(Duration.ofHours(1));
        assertThat(contact.lost()).isEmpty();
        contact.unanswered();
        assertThat(contact.lost()).isEmpty();
    }

    @Test
    void a_server_that_is_silent_for_a_moment_is_not_lost() {
        contact.unanswered();
        pass(Contact.PATIENCE.minusSeconds(1));
        contact.unanswered();
        assertThat(contact.lost()).isEmpty();
        contact.heard();
        pass(Contact.PATIENCE.plusSeconds(1));
        assertThat(contact.lost()).isEmpty();
    }

    @Test
    void the_silence_counts_from_the_first_request_without_an_answer() {
        contact.unanswered();
        pass(Duration.ofSeconds(100));
        contact.unanswered();
        pass(Duration.ofSeconds(100));
        assertThat(contact.lost()).contains(Duration.ofSeconds(200));
    }

    @Test
    void a_lost_server_is_asked_now_and_then_and_found_again() {
        contact.unanswered();
        pass(Contact.PATIENCE.plusSeconds(1));
        assertThat(contact.lostToMost()).as("one goes out").isEmpty();
        assertThat(contact.lostToMost()).as("the others do not").isPresent();
        pass(Duration.ofSeconds(6));
        assertThat(contact.lostToMost()).as("the next one").isEmpty();
        contact.heard();
        assertThat(contact.lostToMost()).isEmpty();
        assertThat(contact.lost()).isEmpty();
    }
}
