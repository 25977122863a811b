package dev.hindsight.boot;

import java.util.List;

/**
 * Something the application does instead of serving, named by its first argument. How it is used says
 * a line of {@code commands.txt}, since help is given before there are beans.
 */
public interface Command {

    /** The word that asks for it. */
    String name();

    /** How it is used, for people: its arguments and what it does, on one line. */
    default String usage() {
        return CommandLine.usage(name());
    }

    /**
     * Does it. Runs on a thread of its own that may wait, while nothing is served.
     *
     * @param arguments those behind the name
     * @return the exit code: 0 when all went well
     */
    int run(List<String> arguments);
}
