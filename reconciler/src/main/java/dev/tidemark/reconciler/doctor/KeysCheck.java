package dev.tidemark.reconciler.doctor;

import dev.tidemark.reconciler.keys.CertificateCheck;
import dev.tidemark.reconciler.keys.ControllerKeys;
import dev.tidemark.reconciler.keys.KeyCheck;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Whether what is sealed now can be opened again, here and after the loss of all that is here. */
public final class KeysCheck implements Check {

    private final Reach reach;
    private final CertificateCheck certificate;
    private final Supplier<ControllerKeys> controllerKeys;
    private final Function<ControllerKeys, KeyCheck> keys;

    /**
     * @param controllerKeys those of the cluster, where they are needed
     * @param keys judges with them what the newest snapshots need
     */
    public KeysCheck(
            Reach reach,
            CertificateCheck certificate,
            Supplier<ControllerKeys> controllerKeys,
            Function<ControllerKeys, KeyCheck> keys) {
        this.reach = reach;
        this.certificate = certificate;
        this.controllerKeys = controllerKeys;
        this.keys = keys;
    }

    @Override
    public String subject() {
        return "keys";
    }

    /** What only older snapshots need is for {@code keys check}, which looks through the whole history. */
    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>(certificate.findings(reach.cluster()));
        KeyCheck check = keys.apply(ofCluster(findings));
        check.findings().stream()
                .filter(finding -> !finding.code().equals(KeyCheck.UNNEEDED))
                .forEach(findings::add);
        findings.add(check.provenUntilNow());
        return findings;
    }

    private ControllerKeys ofCluster(List<Finding> findings) {
        try {
            return controllerKeys.get();
        } catch (Failure unknown) {
            findings.add(Finding.warn(
                    "controller-keys",
                    subject(),
                    "those of a sealed-secrets controller are not known: " + unknown.why(),
                    unknown.hint()));
            return ControllerKeys.none();
        }
    }
}
