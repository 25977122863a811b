package dev.hindsight.logsearch;

import dev.hindsight.log.LogLine;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;

/** A line, and the execution in whose log it stands. */
@RegisterForReflection
public record FoundLine(UUID executionId, LogLine line) {}
