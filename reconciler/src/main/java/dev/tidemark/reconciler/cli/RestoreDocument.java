package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.reconciler.cluster.ClusterIdentity;
import dev.tidemark.reconciler.restore.Outcome;
import dev.tidemark.reconciler.restore.RestoreReport;
import dev.tidemark.reconciler.restore.Verification;
import dev.tidemark.snapshots.git.Commit;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.plan.RestorePlan;
import dev.tidemark.snapshots.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A restore as programs read it. A dry run has no results, verification and restore point. */
final class RestoreDocument {

    private RestoreDocument() {}

    static ObjectNode of(Commit commit, ClusterIdentity cluster, RestorePlan plan) {
        ObjectNode document = Json.object().put("commit", commit.id()).put("cluster", cluster.uid());
        ObjectNode planned = document.putObject("plan").put("hash", plan.hash());
        ArrayNode steps = planned.putArray("steps");
        steps(plan).forEach(steps::add);
        return document;
    }

    /** The steps of a plan, one object each. */
    static List<ObjectNode> steps(RestorePlan plan) {
        List<ObjectNode> steps = new ArrayList<>();
        for (Step step : plan.steps()) {
            ObjectNode node = Json.object().put("wave", step.wave());
            node.set("id", Json.id(step.id()));
            node.put("action", step.action().word()).put("reason", step.reason());
            node.set("fields", Json.fields(step.fields()));
            addNotes(node, step.notes());
            steps.add(node);
        }
        return steps;
    }

    static ObjectNode of(Commit commit, ClusterIdentity cluster, RestorePlan plan, RestoreReport report) {
        ObjectNode document = of(commit, cluster, plan);
        ArrayNode results = document.putArray("results");
        Map<ResourceId, List<String>> notes =
                plan.steps().stream().collect(Collectors.toMap(Step::id, Step::notes, (first, second) -> first));
        for (Outcome outcome : report.outcomes()) {
            ObjectNode node = results.addObject();
            node.set("id", Json.id(outcome.id()));
            node.put("outcome", outcome.kind().word()).put("reason", outcome.reason());
            addNotes(node, notes.getOrDefault(outcome.id(), List.of()));
        }
        document.set("verify", verify(report.verification()));
        document.put("restorePoint", report.restorePoint().map(Commit::id).orElse(null));
        document.putObject("unsealing")
                .put("secrets", report.unsealing().secrets())
                .put("cpuMs", report.unsealing().cpuMillis());
        return document.put("id", report.id()).put("durationMs", report.millis());
    }

    private static void addNotes(ObjectNode node, List<String> notes) {
        ArrayNode list = node.putArray("notes");
        notes.forEach(list::add);
    }

    private static ObjectNode verify(Verification verification) {
        ObjectNode verify = Json.object().put("equal", verification.equal());
        ArrayNode residual = verify.putArray("residual");
        for (Verification.Residual left : verification.residual()) {
            ObjectNode node = residual.addObject();
            node.set("id", Json.id(left.id()));
            node.put("path", left.path()).put("cause", left.cause());
        }
        verify.set("missing", Json.ids(verification.missing()));
        verify.set("extra", Json.ids(verification.extra()));
        verification.unknown().ifPresent(why -> verify.put("unknown", why));
        return verify;
    }
}
