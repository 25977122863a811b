package dev.hindsight.wfformat;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of one task. At least one of the two is there.
 *
 * @param id unique in the file
 * @param specified how it was planned
 * @param executed how it ran
 */
record WfFormatTask(String id, @Nullable Specified specified, @Nullable Executed executed) {

    /**
     * A task of {@code specification.tasks}.
     *
     * @param pointer its place in the file
     * @param rest all of it, if it has members that are not read
     */
    record Specified(
            String id,
            String pointer,
            @Nullable String name,
            List<String> parents,
            List<String> children,
            List<String> inputFiles,
            List<String> outputFiles,
            @Nullable WfFormatSlice rest) {}

    /**
     * A task of {@code execution.tasks}.
     *
     * @param pointer its place in the file
     * @param startedAt if the file tells it
     * @param program see {@link WfFormatNames#program}
     * @param whole all of it
     */
    record Executed(
            String id,
            String pointer,
            long durationMs,
            @Nullable OffsetDateTime startedAt,
            @Nullable String program,
            WfFormatSlice whole) {}

    /** Its name, which need not be unique; its id if it has none. */
    String name() {
        return specified == null || specified.name() == null ? id : specified.name();
    }

    /** How long it ran, in milliseconds; 0 if it did not. */
    long durationMs() {
        return executed == null ? 0 : executed.durationMs();
    }

    /** Its place in the file, for problems. */
    String pointer() {
        return specified != null ? specified.pointer() : executed == null ? "" : executed.pointer();
    }
}
