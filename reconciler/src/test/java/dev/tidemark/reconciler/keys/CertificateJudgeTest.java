package dev.tidemark.reconciler.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.reconciler.keys.CertificateJudge.Verdict;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.seal.SealingCertificate;
import dev.tidemark.snapshots.seal.SealingKeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CertificateJudgeTest {

    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = THEN.plus(Duration.ofDays(30));
    private static SealingCertificate pinned;
    private static SealingCertificate newer;

    @BeforeAll
    static void certificates() {
        pinned = SealingCertificate.parse(SealingKeyPair.generate(THEN).certificatePem());
        newer = SealingCertificate.parse(SealingKeyPair.generate(LATER).certificatePem());
    }

    private static Verdict served(SealingCertificate pinned, SealingCertificate served, SealingCertificate... known) {
        return new CertificateJudge(pinned, List.of(known)).served(served);
    }

    @Test
    void the_pinned_certificate_stays_whatever_else_there_is() {
        assertThat(served(pinned, pinned)).isInstanceOf(Verdict.Current.class);
        assertThat(served(pinned, pinned, newer)).isInstanceOf(Verdict.Current.class);
    }

    @Test
    void a_newer_one_of_a_controller_that_has_both_keys_is_its_renewal() {
        assertThat(served(pinned, newer, pinned, newer)).isEqualTo(new Verdict.Renewed(newer));
    }

    @Test
    void a_certificate_that_nothing_ties_to_the_pinned_one_is_unknown() {
        assertThat(served(pinned, newer)).isEqualTo(new Verdict.Unknown(newer));
        assertThat(served(pinned, newer, newer)).isEqualTo(new Verdict.Unknown(newer));
        assertThat(served(pinned, newer, pinned)).isEqualTo(new Verdict.Unknown(newer));
    }

    @Test
    void an_older_one_is_no_renewal() {
        assertThat(served(newer, pinned, pinned, newer)).isEqualTo(new Verdict.Unknown(pinned));
    }

    @Test
    void a_named_certificate_is_stale_after_two_periods_beside_a_newer_one_of_the_same_controller() {
        CertificateJudge judge = new CertificateJudge(pinned, List.of(pinned, newer));
        assertThat(judge.named(THEN.plus(Duration.ofDays(60)))).isInstanceOf(Verdict.Current.class);
        assertThat(judge.named(THEN.plus(Duration.ofDays(61)))).isEqualTo(new Verdict.Stale(newer));
        CertificateJudge foreign = new CertificateJudge(pinned, List.of(newer));
        assertThat(foreign.named(THEN.plus(Duration.ofDays(61)))).isInstanceOf(Verdict.Current.class);
    }

    @Test
    void a_controller_is_named_by_its_service() {
        assertThat(Controller.named("controller")).contains(new Controller("kube-system", "sealed-secrets-controller"));
        assertThat(Controller.named("controller:security/sealed-secrets"))
                .contains(new Controller("security", "sealed-secrets"));
        assertThat(Controller.named("controller.pem")).isEmpty();
        Assertions.assertThatThrownBy(() -> Controller.named("controller:security"))
                .isInstanceOf(Failure.class);
        Controller named = new Controller("security", "sealed-secrets");
        assertThat(Controller.named(named.toString())).contains(named);
    }
}
