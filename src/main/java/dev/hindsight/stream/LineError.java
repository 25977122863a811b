package dev.hindsight.stream;

import dev.hindsight.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A line of a body that is refused.
 *
 * @param line its number in the body, from 1; blank lines count
 * @param problem what is wrong with it
 */
@RegisterForReflection
public record LineError(long line, Problem problem) {}
