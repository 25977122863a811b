/**
 * What the program does instead of serving, named by its first argument.
 *
 * <p>A {@link dev.hindsight.command.Subcommand} says what can be asked: a plain object that picocli fills
 * with arguments, and tells the help from. It is found without the service (each is a line of {@code
 * META-INF/services/dev.hindsight.command.Subcommand}), so that help, and misuse, are answered before
 * anything is started or made. One that can be called does what it does right there; any other is done by
 * the bean that is its {@link dev.hindsight.command.Command}, in a service that is started for it and
 * serves nobody.
 *
 * <p>Exit codes are 0, 1 if it could not be done and 2 if it was not clear what to do, unless the command's
 * help says otherwise.
 */
@NullMarked
package dev.hindsight.command;

import org.jspecify.annotations.NullMarked;
