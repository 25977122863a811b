package dev.hindsight.boot;

import io.quarkus.arc.All;
import io.quarkus.runtime.QuarkusApplication;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Runs the command that the first argument names. */
final class CommandLine implements QuarkusApplication {

    private static final int MISUSED = 2;

    private final List<Command> commands;

    CommandLine(@All List<Command> commands) {
        this.commands = commands;
    }

    /** Whether arguments ask for a command; those that begin with a hyphen are Quarkus's. */
    static boolean isAsked(String... arguments) {
        return arguments.length > 0 && !arguments[0].startsWith("-");
    }

    @Override
    public int run(String... arguments) {
        Optional<Command> asked =
                commands.stream()
                        .filter(command -> command.name().equals(arguments[0]))
                        .findFirst();
        if (asked.isPresent()) {
            return asked.get().run(List.of(arguments).subList(1, arguments.length));
        }
        System.err.println("hindsight: there is no command '" + arguments[0] + "'. There are:");
        commands.stream()
                .sorted(Comparator.comparing(Command::name))
                .forEach(command -> System.err.println("  " + command.usage()));
        return MISUSED;
    }
}
