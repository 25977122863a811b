package dev.hindsight.command;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What arguments ask for.
 *
 * @param asked what a service has to be started for; {@code null} if that is not needed
 * @param exitCode the answer of a command that is done already, help or misuse; 0 where there is more to do
 */
public record Program(@Nullable Subcommand asked, int exitCode) {

    /** Wide enough for any line of usage. */
    private static final int ONE_LINE = 10_000;

    /** The program itself, above its commands. */
    @CommandLine.Command(
            name = "hindsight",
            synopsisSubcommandLabel = "[COMMAND]",
            description = "Without a command the service is started.",
            commandListHeading = "Commands, which end:%n",
            footer = "Settings are environment variables, such as HINDSIGHT_DATABASE_URL.")
    static final class Root {

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                scope = ScopeType.INHERIT,
                description = "Tell how it is used, and do nothing.")
        @SuppressWarnings("UnusedVariable") // picocli asks itself whether it is set.
        private boolean help;
    }

    /** Whether arguments ask for a command, and not for the service. */
    public static boolean isAsked(String... arguments) {
        return arguments.length > 0;
    }

    /**
     * Reads arguments, of which there are some, and does what can be done without the service. What it
     * has to say goes to the process's own streams.
     */
    public static Program read(String... arguments) {
        return read(commandLine(), arguments);
    }

    /**
     * The same, saying it elsewhere.
     *
     * @param out where answers go
     * @param err where complaints go
     */
    public static Program read(PrintWriter out, PrintWriter err, String... arguments) {
        return read(commandLine().setOut(out).setErr(err), arguments);
    }

    /** The commands that there are. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Root());
        ServiceLoader.load(Subcommand.class, Subcommand.class.getClassLoader())
                .forEach(line::addSubcommand);
        return line;
    }

    /** The exit code; empty if there is something to start. */
    public OptionalInt answer() {
        return asked == null ? OptionalInt.of(exitCode) : OptionalInt.empty();
    }

    private static Program read(CommandLine line, String... arguments) {
        Subcommand[] found = new Subcommand[1];
        int exitCode =
                line.setUsageHelpAutoWidth(true)
                        .setExecutionStrategy(parsed -> execute(parsed, found))
                        .setParameterExceptionHandler((misuse, all) -> complain(misuse))
                        .setExecutionExceptionHandler(
                                (failure, command, parsed) -> fail(failure, command))
                        .execute(options(arguments));
        return new Program(found[0], exitCode);
    }

    /** The word help is as good as the option: picocli's own command for it has that option too. */
    private static String[] options(String... arguments) {
        if (!arguments[0].equals("help")) {
            return arguments;
        }
        String[] asked = Arrays.copyOfRange(arguments, 1, arguments.length + 1);
        asked[arguments.length - 1] = "--help";
        return asked;
    }

    private static int execute(ParseResult parsed, @Nullable Subcommand[] found) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        CommandLine command = last(parsed).commandSpec().commandLine();
        Object asked = command.getCommandSpec().userObject();
        if (asked instanceof Callable<?>) {
            return new RunLast().execute(parsed);
        }
        if (!command.getSubcommands().isEmpty()) {
            throw new ParameterException(
                    command,
                    "What it is to do is missing: "
                            + String.join(" or ", command.getSubcommands().keySet()));
        }
        found[0] = (Subcommand) asked;
        return 0;
    }

    private static ParseResult last(ParseResult parsed) {
        return parsed.hasSubcommand() ? last(parsed.subcommand()) : parsed;
    }

    private static int complain(ParameterException misuse) {
        CommandLine command = misuse.getCommandLine();
        if (command.getParent() == null && misuse instanceof UnmatchedArgumentException unknown) {
            String first = name(unknown.getUnmatched().get(0));
            command.getErr()
                    .printf(
                            "hindsight: there is no %s '%s': see --help%n",
                            first.startsWith("-") ? "option" : "command", first);
        } else {
            command.getErr().println("hindsight: usage: " + usage(command));
            command.getErr().println("  " + reason(misuse));
        }
        command.getErr().flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** What may be told of an argument that nothing is known of: its value may be a secret. */
    private static String name(String argument) {
        return argument.startsWith("-") ? argument.replaceAll("=.*", "") : argument;
    }

    private static String reason(ParameterException misuse) {
        if (misuse instanceof UnmatchedArgumentException unknown) {
            String first = unknown.getUnmatched().get(0);
            return first.startsWith("-")
                    ? "There is no option '%s'.".formatted(name(first))
                    : "There are too many arguments.";
        }
        return String.valueOf(misuse.getMessage()).lines().findFirst().orElse("");
    }

    /** How a command is used, on one line that begins with its name. */
    private static String usage(CommandLine command) {
        Map<String, CommandLine> below = command.getSubcommands();
        CommandLine told = below.size() == 1 ? below.values().iterator().next() : command;
        told.getCommandSpec().usageMessage().autoWidth(false).width(ONE_LINE);
        return new Help(told.getCommandSpec(), Help.defaultColorScheme(Help.Ansi.OFF))
                .synopsis(0)
                .replaceAll("\\s+", " ")
                .strip()
                .replaceFirst("^hindsight ", "");
    }

    private static int fail(Exception failure, CommandLine command) throws Misuse {
        if (failure instanceof Misuse) {
            return complain(new ParameterException(command, String.valueOf(failure.getMessage())));
        }
        String line = failure instanceof CommandFailure ? failure.getMessage() : failure.toString();
        command.getErr().println("hindsight: " + line);
        command.getErr().flush();
        return command.getCommandSpec().exitCodeOnExecutionException();
    }
}
