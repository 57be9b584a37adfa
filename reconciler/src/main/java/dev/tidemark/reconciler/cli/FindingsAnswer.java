package dev.tidemark.reconciler.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.snapshots.model.Finding;
import java.util.List;

/** Findings as text, a line each, and as JSON. */
final class FindingsAnswer {

    /** The column where fixes begin. */
    private static final int FIXES = 78;

    private FindingsAnswer() {}

    static ObjectNode json(List<Finding> findings) {
        ObjectNode document = Json.object();
        ArrayNode list = document.putArray("findings");
        for (Finding finding : findings) {
            list.addObject()
                    .put("level", finding.level().word())
                    .put("code", finding.code())
                    .put("subject", finding.subject())
                    .put("message", finding.message())
                    .put("fix", finding.fix());
        }
        return document;
    }

    static void print(List<Finding> findings, Terminal terminal) {
        for (Finding finding : findings) {
            String fix = finding.fix().isEmpty() ? "" : "\n        -> " + finding.fix();
            terminal.out()
                    .println(String.format("%-6s", finding.level().word()) + finding.subject() + ": "
                            + finding.message() + fix);
        }
    }

    /** One row each, with the fixes below one another where there is room. */
    static void printRows(List<Finding> findings, Terminal terminal) {
        for (Finding finding : findings) {
            String row = String.format("%-6s", finding.level().word()) + finding.subject() + ": " + finding.message();
            terminal.out()
                    .println(
                            finding.fix().isEmpty()
                                    ? row
                                    : String.format("%-" + FIXES + "s -> %s", row, finding.fix()));
        }
    }

    /** What a person is told; without {@code chatty} only what does not hold. */
    static List<Finding> shown(List<Finding> findings, boolean chatty) {
        return findings.stream()
                .filter(f -> chatty || f.level() == Finding.Level.FAIL)
                .toList();
    }

    /** Partial when something does not hold: it is named, and the rest was looked at. */
    static int exitCode(List<Finding> findings) {
        return findings.stream().anyMatch(f -> f.level() == Finding.Level.FAIL) ? ExitCode.PARTIAL : ExitCode.DONE;
    }
}
