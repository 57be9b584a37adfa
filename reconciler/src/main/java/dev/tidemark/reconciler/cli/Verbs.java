package dev.tidemark.reconciler.cli;

import dev.tidemark.snapshots.model.Failure;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses the arguments, runs the verb they name and answers with the exit code. */
public final class Verbs {

    /** The footers of the help are written for lines of this length. */
    private static final int HELP_WIDTH = 112;

    private final CommandLine commandLine;
    private final ErrorPrinter errors;
    private final Terminal terminal;

    /**
     * @param workbench opens what the verbs work with
     * @param environment value of an environment variable, empty when unset
     */
    public Verbs(Workbench workbench, Terminal terminal, UnaryOperator<String> environment) {
        Answers answers = new Answers(terminal);
        this.terminal = terminal;
        this.errors = new ErrorPrinter(terminal, answers, environment);
        this.commandLine = commandLine(workbench, terminal, answers, environment);
    }

    /** Runs one command; never throws. */
    public int run(String... args) {
        Optional<Failure> later = LaterVerbs.in(args);
        if (later.isPresent()) {
            return errors.print(later.get(), args);
        }
        int code = execute(args);
        terminal.out().flush();
        return code;
    }

    /** picocli hands exceptions on, but not errors: a full heap would end as "differences found". */
    private int execute(String... args) {
        try {
            return commandLine.execute(args);
        } catch (Error e) {
            return errors.print(e, args);
        }
    }

    private CommandLine commandLine(
            Workbench workbench, Terminal terminal, Answers answers, UnaryOperator<String> environment) {
        GlobalOptions global = new GlobalOptions();
        CommandLine line = new CommandLine(new Tidemark(global))
                .addSubcommand(new InitCommand(global, workbench, terminal, answers))
                .addSubcommand(new SnapshotCommand(global, workbench, terminal, answers))
                .addSubcommand(new LogCommand(global, workbench, terminal, answers))
                .addSubcommand(new ShowCommand(global, workbench, terminal, answers))
                .addSubcommand(new DiffCommand(global, workbench, terminal, answers))
                .addSubcommand(new DriftCommand(global, workbench, terminal, answers))
                .addSubcommand(new RestoreCommand(global, workbench, terminal, answers))
                .addSubcommand(new UndoCommand(global, workbench, terminal, answers))
                .addSubcommand(new SealCommand(global, workbench, terminal, answers))
                .addSubcommand(new UnsealCommand(global, workbench, terminal, answers))
                .addSubcommand(new ResealCommand(global, workbench, terminal, answers))
                .addSubcommand(new CommandLine(new KeysCommand(global, workbench, terminal, answers))
                        .addSubcommand(new KeysListCommand(global, workbench, terminal, answers))
                        .addSubcommand(new KeysInitCommand(global, workbench, terminal, answers))
                        .addSubcommand(new KeysRotateCommand(global, workbench, terminal, answers))
                        .addSubcommand(new KeysEscrowCommand(global, workbench, terminal, answers))
                        .addSubcommand(new KeysCheckCommand(global, workbench, terminal, answers))
                        .addSubcommand(new KeysTrustCommand(global, workbench, terminal, answers)))
                .addSubcommand(new CommandLine(new BundleCommand(global, workbench, terminal, answers))
                        .addSubcommand(new BundleCreateCommand(global, workbench, terminal, answers))
                        .addSubcommand(new BundleOpenCommand(global, workbench, terminal, answers)))
                .addSubcommand(new CommandLine(new PolicyCommand(global, workbench, terminal, answers))
                        .addSubcommand(new PolicyCheckCommand(global, workbench, terminal, answers))
                        .addSubcommand(new PolicyShowCommand(global, workbench, terminal, answers)))
                .addSubcommand(new VerifyCommand(global, workbench, terminal, answers))
                .addSubcommand(new DoctorCommand(global, workbench, terminal, answers))
                .addSubcommand(new HooksCommand(global, workbench, terminal, answers));
        line.setAllowSubcommandsAsOptionParameters(true); // a folder may be called log
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setDefaultValueProvider(new EnvironmentDefaults(environment));
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((problem, given) -> errors.print(misuse(problem), given));
        line.setExecutionExceptionHandler((problem, command, parsed) ->
                errors.print(problem, parsed.originalArgs().toArray(String[]::new)));
        return line;
    }

    private static Failure misuse(ParameterException problem) {
        if (problem instanceof UnmatchedArgumentException unmatched) {
            Optional<Failure> later = LaterVerbs.in(unmatched.getUnmatched().getFirst());
            if (later.isPresent()) {
                return later.get();
            }
        }
        String command = problem.getCommandLine().getCommandSpec().qualifiedName();
        boolean root = problem.getCommandLine().getParent() == null;
        if (root && problem instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            String near = String.join(", ", unmatched.getSuggestions());
            return Failure.usage(
                    "unknown-verb",
                    "read the command line",
                    "there is no verb " + unmatched.getUnmatched().getFirst(),
                    near.isEmpty() ? "tidemark --help lists the verbs" : "did you mean " + near + "?");
        }
        return Failure.usage(
                "usage", "read the command line", String.valueOf(problem.getMessage()), command + " --help explains");
    }
}
