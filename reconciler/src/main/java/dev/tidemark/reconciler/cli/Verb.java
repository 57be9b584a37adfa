package dev.tidemark.reconciler.cli;

import dev.tidemark.reconciler.capture.SnapshotReport;
import dev.tidemark.snapshots.model.Failure;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What every verb stands on. */
abstract class Verb implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Explains this verb.")
    boolean help;

    final GlobalOptions global;
    final Workbench workbench;
    final Terminal terminal;
    final Answers answers;

    Verb(GlobalOptions global, Workbench workbench, Terminal terminal, Answers answers) {
        this.global = global;
        this.workbench = workbench;
        this.terminal = terminal;
        this.answers = answers;
    }

    /** Whether the answer is text for people. */
    boolean text() {
        return global.output() == OutputFormat.text;
    }

    /** Prints for people, unless they asked for quiet. */
    void say(String line) {
        if (text() && global.chatty()) {
            terminal.out().println(line);
        }
    }

    /** Warns people, whatever the form of the answer. */
    void complain(String line) {
        terminal.err().println("  " + terminal.styled(Terminal.Style.CHANGED, "!") + " " + line);
    }

    /** Warns of each push of {@code branch} that went wrong. */
    void complain(String branch, List<SnapshotReport.Push> pushes) {
        pushes.stream()
                .filter(push -> !push.problem().isEmpty())
                .forEach(push -> complain(branch + " is not on " + push.remote() + ": " + push.problem()));
    }

    ProgressLine progress() {
        return new ProgressLine(terminal, global.chatty());
    }

    /** @throws Failure usage, when {@code value} is less than 1 */
    static void atLeastOne(String option, int value) {
        if (value < 1) {
            throw Failure.usage(
                    "usage", "read " + option + " " + value, "it is less than 1", "give a number from 1 on");
        }
    }
}
