package dev.tidemark.reconciler.cli;

import dev.tidemark.reconciler.restore.Outcome;
import dev.tidemark.reconciler.restore.RestoreReport;
import dev.tidemark.reconciler.restore.Verification;
import dev.tidemark.snapshots.diff.FieldChange;
import dev.tidemark.snapshots.model.ResourceId;
import dev.tidemark.snapshots.plan.Action;
import dev.tidemark.snapshots.plan.RestorePlan;
import dev.tidemark.snapshots.plan.Step;
import dev.tidemark.snapshots.plan.Waves;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A restore as people read it: the plan wave by wave, how each wave went, and how it ended. */
final class RestoreText {

    /** The waves whose objects others make ready; those of every other one are ready by being there. */
    private static final Set<Integer> MADE_READY =
            Set.of(Waves.CUSTOM_RESOURCE_DEFINITIONS, Waves.NAMESPACES, Waves.WORKLOADS, Waves.API_SERVICES);

    private static final long WORTH_SAYING_MILLIS = 1000;
    private static final String CLEAR_LINE = "\r\u001b[K";
    /** A longer line would wrap, and could not be cleared. */
    private static final int LONGEST_WAITING = 79;

    private final Terminal terminal;

    RestoreText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** {@code headline} names the cluster and the snapshot; what is unchanged is only counted. */
    void plan(String headline, RestorePlan plan) {
        say(headline);
        TextTable table = new TextTable();
        for (Map.Entry<Integer, List<Step>> wave : plan.waves().entrySet()) {
            String label = String.format(Locale.ROOT, " wave %2d", wave.getKey());
            for (Step step : wave.getValue()) {
                if (step.action() != Action.UNCHANGED || !step.reason().isEmpty()) {
                    row(table, label, step);
                    label = "";
                }
            }
        }
        table.print(terminal.out());
        if (plan.steps().stream().anyMatch(s -> s.reason().equals("create-unproven"))) {
            say(" create-unproven: cannot be tried out before its namespace or type is there");
        }
        say(" " + summary(plan));
    }

    private void row(TextTable table, String wave, Step step) {
        String namespace = step.id().namespaced() ? step.id().namespace() : "";
        List<FieldChange> fields = step.fields();
        String why = step.reason().isEmpty() || fields.isEmpty() ? step.reason() : "  (" + step.reason() + ")";
        String first = fields.isEmpty() ? "" : change(fields.getFirst());
        table.row(wave, action(step.action()), Phrases.object(step.id()), namespace, first + why);
        fields.stream().skip(1).forEach(field -> table.row("", "", "", "", change(field)));
        step.notes().forEach(note -> table.row("", "", "", "", note));
    }

    private static String change(FieldChange field) {
        return field.label() + "  " + Phrases.value(field.from()) + " -> " + Phrases.value(field.to());
    }

    private String action(Action action) {
        return switch (action) {
            case CREATE -> terminal.styled(Terminal.Style.GOOD, "+ " + action.word());
            case APPLY, REPLACE -> terminal.styled(Terminal.Style.CHANGED, "~ " + action.word());
            case RECREATE -> terminal.styled(Terminal.Style.BAD, "-+ " + action.word());
            case DELETE -> terminal.styled(Terminal.Style.BAD, "- " + action.word());
            case SKIP, UNCHANGED -> "  " + action.word();
            case BLOCKED, UNRESTORABLE -> terminal.styled(Terminal.Style.BAD, "! " + action.word());
        };
    }

    private static String summary(RestorePlan plan) {
        long change = plan.count(Action.APPLY) + plan.count(Action.REPLACE);
        long blocked = plan.count(Action.BLOCKED) + plan.count(Action.UNRESTORABLE);
        long skipped = plan.count(Action.SKIP);
        return Phrases.number(plan.count(Action.CREATE)) + " create, " + Phrases.number(change) + " change, "
                + (plan.count(Action.RECREATE) > 0 ? Phrases.number(plan.count(Action.RECREATE)) + " recreate, " : "")
                + (plan.count(Action.DELETE) > 0 ? Phrases.number(plan.count(Action.DELETE)) + " delete, " : "")
                + (blocked > 0 ? Phrases.number(blocked) + " blocked, " : "")
                + (skipped > 0 ? Phrases.number(skipped) + " skipped, " : "")
                + Phrases.number(plan.count(Action.UNCHANGED)) + " unchanged.";
    }

    /** {@code awaited} = the wave's objects were waited for. */
    void waveDone(int wave, List<Outcome> outcomes, boolean awaited) {
        clearWaiting();
        long well = outcomes.stream()
                .filter(o -> o.kind().restored() || o.kind() == Outcome.Kind.DELETED)
                .count();
        long wrong = outcomes.stream().filter(o -> !o.kind().fine()).count();
        if (well + wrong > 0) {
            String state = wave == Waves.DISARM || wave == Waves.PRUNE
                    ? " gone"
                    : awaited && MADE_READY.contains(wave) ? " ready" : "";
            say(String.format(Locale.ROOT, " wave %2d  %,d/%,d%s", wave, well, well + wrong, state));
        }
    }

    /** One line that is written over again and again; only where somebody looks on. */
    void waiting(int wave, int objects, ResourceId one, String why) {
        if (terminal.errIsTerminal()) {
            String line = String.format(
                    Locale.ROOT, " wave %2d  waiting for %,d, %s: %s", wave, objects, Phrases.object(one), why);
            terminal.err().print(CLEAR_LINE + line.substring(0, Math.min(line.length(), LONGEST_WAITING)));
            terminal.err().flush();
        }
    }

    private void clearWaiting() {
        if (terminal.errIsTerminal()) {
            terminal.err().print(CLEAR_LINE);
            terminal.err().flush();
        }
    }

    void report(RestoreReport report) {
        report.outcomes().stream()
                .filter(Outcome::worthNaming)
                .forEach(o -> complain(o.kind().word() + "  " + o.id() + "  " + o.reason()));
        Verification verification = report.verification();
        verification.missing().forEach(id -> complain("missing after the restore: " + id));
        verification
                .residual()
                .forEach(r -> complain("differs after the restore (" + r.cause() + "): " + r.id() + " " + r.path()));
        verification
                .unknown()
                .ifPresent(why -> complain("could not be looked at again: " + why
                        + "; the same restore, when it answers, finishes what is missing"));
        if (verification.pruned()) {
            verification.extra().forEach(id -> complain("still there after the restore: " + id));
        } else if (!verification.extra().isEmpty()) {
            say(" " + Phrases.count(verification.extra().size(), "object")
                    + " not in the snapshot left alone: tidemark diff lists them");
        }
        report.restorePoint()
                .ifPresent(point ->
                        say(" Restore point of the state before: " + point.shortId() + ". Back to it: tidemark undo"));
        if (report.unsealing().cpuMillis() >= WORTH_SAYING_MILLIS) {
            say(" " + Phrases.count(report.unsealing().secrets(), "Secret") + " opened in "
                    + Phrases.seconds(report.unsealing().cpuMillis()) + " of processor time");
        }
        say(verdict(report));
    }

    private String verdict(RestoreReport report) {
        long restored =
                report.outcomes().stream().filter(o -> o.kind().restored()).count();
        long deleted = report.count(Outcome.Kind.DELETED);
        return "Restore " + report.id()
                + (report.complete() ? " is complete: " : " is partial: " + wrong(report))
                + Phrases.count(restored, "object") + " restored, "
                + (deleted > 0 ? Phrases.number(deleted) + " deleted, " : "")
                + Phrases.number(report.count(Outcome.Kind.UNCHANGED)) + " unchanged; "
                + verified(report.verification())
                + "   " + Phrases.seconds(report.millis());
    }

    private String verified(Verification verification) {
        if (verification.equal()) {
            return terminal.styled(Terminal.Style.GOOD, "verified: equal to the snapshot");
        }
        return terminal.styled(
                Terminal.Style.BAD,
                verification.unknown().isPresent() ? "NOT verified" : "verified: NOT equal to the snapshot");
    }

    private static String wrong(RestoreReport report) {
        long unhealthy = report.count(Outcome.Kind.UNHEALTHY);
        long not = report.count(Outcome.Kind.BLOCKED) + report.count(Outcome.Kind.FAILED);
        return (not > 0 || unhealthy == 0 ? Phrases.number(not) + " not restored, " : "")
                + (unhealthy > 0 ? Phrases.number(unhealthy) + " not ready, " : "");
    }

    private void say(String line) {
        terminal.out().println(line);
    }

    private void complain(String line) {
        terminal.err().println("  ! " + line);
    }
}
