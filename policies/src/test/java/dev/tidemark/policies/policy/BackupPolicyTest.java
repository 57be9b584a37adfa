package dev.tidemark.policies.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.policies.select.Selection;
import dev.tidemark.snapshots.model.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupPolicyTest {

    private static final SecretsPolicy STANDARD = SecretsPolicy.standard();
    private static final Component WEB = new Component("web", Selection.everything());
    private static final Component DATA = new Component("data", Selection.everything());

    @Test
    void without_a_policy_something_is_left_out() {
        assertThat(BackupPolicy.everything().components())
                .containsExactly(new Component("default", Selection.everything()));
        assertThat(BackupPolicy.everything().source()).isEmpty();
    }

    @Test
    void an_unknown_component_does_not_lead_to_the_known_ones() {
        BackupPolicy policy = new BackupPolicy("nightly", List.of(WEB, DATA), STANDARD, new byte[0]);

        Failure failure = catchThrowableOfType(Failure.class, () -> policy.component("wbe"));

        assertThat(policy.component("data")).isEqualTo(DATA);
        assertThat(failure.reason()).isEqualTo("unknown-component");
        assertThat(failure.outcome()).isEqualTo(Failure.Outcome.USAGE);
        assertThat(failure.hint()).isEqualTo("Its components are: web, data.");
    }

    @Test
    void a_policy_can_be_built_wrong() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BackupPolicy("a", List.of(), STANDARD, new byte[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BackupPolicy("a", List.of(WEB, WEB), STANDARD, new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Component("Web", Selection.everything()));
    }

    @Test
    void the_source_can_be_changed_from_outside() {
        byte[] source = {1, 2};
        BackupPolicy policy = new BackupPolicy("a", List.of(WEB), STANDARD, source);
        source[0] = 9;
        policy.source()[1] = 9;

        assertThat(policy.source()).containsExactly(1, 2);
        assertThat(policy).isEqualTo(new BackupPolicy("a", List.of(WEB), STANDARD, new byte[] {1, 2}));
        assertThat(policy).isNotEqualTo(new BackupPolicy("a", List.of(WEB), STANDARD, new byte[] {1, 3}));
    }
}
