package dev.hindsight.command;

/**
 * Something that the program can be asked for: a class that carries picocli's annotations. It is public
 * and has a public constructor without parameters, since it is found as a service of the JDK.
 *
 * <p>If it is a {@link java.util.concurrent.Callable} of its exit code, it needs no service to be started;
 * if not, there is a {@link Command} for it.
 */
public interface Subcommand {}
