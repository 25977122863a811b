package dev.hindsight.wfformat;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file says, but for what the tasks' members hold: those are read when they are needed.
 *
 * @param name of this instance of a workflow
 * @param runName the engine's name for the run
 * @param author name or, without one, mail address
 * @param runtimeSystem name of the engine
 * @param runtimeVersion version of the engine
 * @param startedAt when the execution began
 * @param durationMs how long it took, in milliseconds
 * @param tasks by id: those of the specification in their order, then any that only ran
 * @param fileSizes sizes of files as written in the file, by the file's id
 * @param rest the file without its tasks and files
 */
record WfFormatDocument(
        String name,
        @Nullable String runName,
        @Nullable String author,
        @Nullable String runtimeSystem,
        @Nullable String runtimeVersion,
        OffsetDateTime startedAt,
        long durationMs,
        Map<String, WfFormatTask> tasks,
        Map<String, String> fileSizes,
        WfFormatObject rest) {

    /** The tasks in their order. */
    Collection<WfFormatTask> inOrder() {
        return tasks.values();
    }
}
