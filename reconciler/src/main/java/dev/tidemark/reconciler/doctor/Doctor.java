package dev.tidemark.reconciler.doctor;

import dev.tidemark.reconciler.cluster.ApiError;
import dev.tidemark.reconciler.cluster.Cluster;
import dev.tidemark.snapshots.model.Failure;
import dev.tidemark.snapshots.model.Finding;
import java.util.List;

/** Looks at everything in turn. What cannot be looked at is a finding too, and never the end. */
public final class Doctor {

    private final List<Check> checks;

    public Doctor(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /** In the order of the checks. */
    public List<Finding> look() {
        return checks.stream().flatMap(check -> look(check).stream()).toList();
    }

    private static List<Finding> look(Check check) {
        try {
            return check.look();
        } catch (Failure failure) {
            return List.of(finding(check, failure));
        } catch (ApiError error) {
            return List.of(finding(check, Cluster.failure("look at it in the cluster", error)));
        } catch (RuntimeException defect) {
            return List.of(Finding.fail(
                    "internal",
                    check.subject(),
                    "could not be looked at: " + defect,
                    "this is a defect of Tidemark: please report it"));
        }
    }

    private static Finding finding(Check check, Failure failure) {
        return Finding.fail(
                failure.reason(),
                check.subject(),
                "could not " + failure.tried() + ": " + oneLine(failure.why()),
                failure.hint());
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\n\\s*", "; ");
    }
}
