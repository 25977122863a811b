package dev.hindsight.command;

/**
 * Does what a subcommand asks for. Implemented by beans of the features.
 *
 * @param <S> what is asked
 */
public interface Command<S extends Subcommand> {

    /** What it does. */
    Class<S> subcommand();

    /**
     * Does it. Runs on a thread of its own that may wait, while nothing is served.
     *
     * @return the exit code: 0 when all went well
     * @throws Misuse if it is not clear what to do
     */
    int run(S asked);
}
