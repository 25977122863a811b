package dev.hindsight.command;

import io.quarkus.arc.All;
import io.quarkus.runtime.QuarkusApplication;
import java.util.List;

/** Runs the command that arguments ask for, in a service that was started for it. */
public final class Commands implements QuarkusApplication {

    private static final int MISUSED = 2;

    private final List<Command<?>> commands;

    Commands(@All List<Command<?>> commands) {
        this.commands = commands;
    }

    @Override
    public int run(String... arguments) {
        Program program = Program.read(arguments);
        Subcommand asked = program.asked();
        if (asked == null) {
            return program.exitCode();
        }
        Command<?> doer =
                commands.stream()
                        .filter(command -> command.subcommand().isInstance(asked))
                        .findFirst()
                        .orElseThrow();
        try {
            return run(doer, asked);
        } catch (Misuse misuse) {
            System.err.println("hindsight: " + misuse.getMessage());
            return MISUSED;
        }
    }

    private static <S extends Subcommand> int run(Command<S> command, Subcommand asked) {
        return command.run(command.subcommand().cast(asked));
    }
}
