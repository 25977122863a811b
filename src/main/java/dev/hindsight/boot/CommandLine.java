package dev.hindsight.boot;

import io.quarkus.arc.All;
import io.quarkus.runtime.QuarkusApplication;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Runs the command that the first argument names. */
final class CommandLine implements QuarkusApplication {

    private static final int MISUSED = 2;

    private static final Set<String> HELP = Set.of("help", "-h", "--help");

    private final List<Command> commands;

    CommandLine(@All List<Command> commands) {
        this.commands = commands;
    }

    /** Whether arguments ask for a command, and not for the service. */
    static boolean isAsked(String... arguments) {
        return arguments.length > 0;
    }

    /**
     * Answers arguments that nothing need be started for: help, and what is no command.
     *
     * @return the exit code; empty if there is something to start
     */
    static OptionalInt answer(String... arguments) {
        if (!isAsked(arguments) || usages().stream().anyMatch(it -> isOf(arguments[0], it))) {
            return OptionalInt.empty();
        }
        if (HELP.contains(arguments[0])) {
            System.out.println("Without a command the service is started. Commands, which end:");
            usages().forEach(usage -> System.out.println("  " + usage));
            System.out.println(
                    "Settings are environment variables, such as HINDSIGHT_DATABASE_URL.");
            return OptionalInt.of(0);
        }
        System.err.printf(
                "hindsight: there is no %s '%s': see --help%n",
                arguments[0].startsWith("-") ? "option" : "command", arguments[0]);
        return OptionalInt.of(MISUSED);
    }

    /** How a command is used, on one line. */
    static String usage(String command) {
        return usages().stream().filter(usage -> isOf(command, usage)).findFirst().orElseThrow();
    }

    private static boolean isOf(String command, String usage) {
        return usage.startsWith(command + " ");
    }

    /** One line for each command, by their names; a test compares them with the commands. */
    static List<String> usages() {
        return EnvironmentCheck.lines("/commands.txt");
    }

    @Override
    public int run(String... arguments) {
        return commands.stream()
                .filter(command -> command.name().equals(arguments[0]))
                .findFirst()
                .orElseThrow()
                .run(List.of(arguments).subList(1, arguments.length));
    }
}
