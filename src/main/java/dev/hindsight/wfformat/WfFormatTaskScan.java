package dev.hindsight.wfformat;

import dev.hindsight.field.FieldContext;
import dev.hindsight.payload.CleanText;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import dev.hindsight.wfformat.WfFormatTask.Executed;
import dev.hindsight.wfformat.WfFormatTask.Specified;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tasks and files of a file. Each distinct id is kept once, however often it is referred
 * to.
 */
final class WfFormatTaskScan {

    /** Tasks of one file, planned or run. A bound on memory: one import is one report. */
    static final int MAX_TASKS = 100_000;

    /** Entries of {@code specification.files} in one file. */
    static final int MAX_FILES = 1_000_000;

    /** References in one file: parents, children, and input and output files of all tasks. */
    static final int MAX_REFERENCES = 2_000_000;

    private static final int MAX_ID = 255;
    private static final String NEEDED = "It is needed.";

    private final WfFormatCursor cursor;
    private final FieldContext context;
    private final Map<String, Specified> specified = new LinkedHashMap<>();
    private final Map<String, Executed> executed = new LinkedHashMap<>();
    private final Map<String, String> fileSizes = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private int files;
    private int references;

    WfFormatTaskScan(WfFormatCursor cursor, FieldContext context) {
        this.cursor = cursor;
        this.context = context;
    }

    /** Reads {@code specification.tasks}. */
    void readSpecified() throws IOException {
        String tasks = cursor.pointer();
        boolean[] any = new boolean[1];
        cursor.array(
                () -> {
                    any[0] = true;
                    readSpecifiedTask();
                });
        if (!any[0]) {
            context.rejectAt(tasks, "There must be at least one task.");
        }
    }

    /** Reads {@code execution.tasks}. */
    void readExecuted() throws IOException {
        cursor.array(this::readExecutedTask);
    }

    /** Reads {@code specification.files}. */
    void readFiles() throws IOException {
        cursor.array(this::readFile);
    }

    /** The tasks by id: those that were planned in their order, then any that only ran. */
    Map<String, WfFormatTask> joined() {
        Map<String, WfFormatTask> joined = new LinkedHashMap<>();
        specified.forEach(
                (id, task) -> joined.put(id, new WfFormatTask(id, task, executed.get(id))));
        executed.forEach((id, task) -> joined.putIfAbsent(id, new WfFormatTask(id, null, task)));
        return joined;
    }

    /** Sizes of files as written, by the file's id. */
    Map<String, String> fileSizes() {
        return fileSizes;
    }

    private void readSpecifiedTask() throws IOException {
        bound(specified.size(), MAX_TASKS, "tasks");
        SpecifiedDraft task = new SpecifiedDraft();
        int from = cursor.start();
        String pointer = cursor.pointer();
        boolean object = cursor.object((member, at) -> readSpecifiedMember(task, member));
        if (object && !task.named) {
            context.rejectAt(pointer + "/id", NEEDED);
        }
        if (task.id != null) {
            specified.put(
                    task.id,
                    new Specified(
                            task.id,
                            pointer,
                            task.name,
                            task.parents,
                            task.children,
                            task.inputFiles,
                            task.outputFiles,
                            task.hasRest ? cursor.sliceFrom(from) : null));
        }
    }

    private void readSpecifiedMember(SpecifiedDraft task, String member) throws IOException {
        if (cursor.isNull()) {
            return;
        }
        switch (member) {
            case "id" -> {
                task.named = true;
                task.id = readTaskId(specified);
            }
            case "name" -> task.name = cursor.textIfAny();
            case "parents" -> task.parents = readReferences(MAX_ID);
            case "children" -> task.children = readReferences(MAX_ID);
            case "inputFiles" -> task.inputFiles = readReferences(Integer.MAX_VALUE);
            case "outputFiles" -> task.outputFiles = readReferences(Integer.MAX_VALUE);
            default -> task.hasRest = true;
        }
    }

    private void readExecutedTask() throws IOException {
        bound(executed.size(), MAX_TASKS, "tasks");
        ExecutedDraft task = new ExecutedDraft();
        int from = cursor.start();
        String pointer = cursor.pointer();
        boolean object = cursor.object((member, at) -> readExecutedMember(task, member));
        if (object && !task.named) {
            context.rejectAt(pointer + "/id", NEEDED);
        }
        if (object && !task.timed) {
            context.rejectAt(pointer + "/runtimeInSeconds", NEEDED);
        }
        if (task.id != null) {
            executed.put(
                    task.id,
                    new Executed(
                            task.id,
                            pointer,
                            task.durationMs == null ? 0 : task.durationMs,
                            task.startedAt,
                            task.program,
                            cursor.sliceFrom(from)));
        }
    }

    private void readExecutedMember(ExecutedDraft task, String member) throws IOException {
        if (cursor.isNull()) {
            return;
        }
        switch (member) {
            case "id" -> {
                task.named = true;
                task.id = readTaskId(executed);
            }
            case "runtimeInSeconds" -> {
                task.timed = true;
                task.durationMs = cursor.seconds();
            }
            case "executedAt" -> task.startedAt = readMomentIfAny();
            case "command" -> cursor.ifObject((name, at) -> readProgram(task, name));
            default -> {}
        }
    }

    private void readProgram(ExecutedDraft task, String member) throws IOException {
        String text = member.equals("program") ? cursor.textIfAny() : null;
        if (text != null) {
            task.program = WfFormatNames.program(text);
        }
    }

    private void readFile() throws IOException {
        bound(files++, MAX_FILES, "files");
        FileDraft file = new FileDraft();
        cursor.object(
                (member, at) -> {
                    if (member.equals("id")) {
                        file.id = cursor.textIfAny();
                    } else if (member.equals("sizeInBytes") && !cursor.isNull()) {
                        file.size = cursor.digits();
                    }
                });
        if (file.id != null && file.size != null) {
            fileSizes.put(once(file.id), file.size);
        }
    }

    private @Nullable String readTaskId(Map<String, ?> known) throws IOException {
        String id = cursor.identifier(MAX_ID);
        if (id == null) {
            return null;
        }
        if (id.equals(".") || id.equals("..")) {
            return cursor.reject("A task's id must not be \".\" or \"..\".");
        }
        return known.containsKey(id) ? cursor.reject("Another task has this id.") : once(id);
    }

    /** Reads ids of tasks or files. The schema allows empty ones, which refer to nothing. */
    private List<String> readReferences(int maxLength) throws IOException {
        List<String> read = new ArrayList<>();
        cursor.array(
                () -> {
                    bound(references++, MAX_REFERENCES, "references between tasks and files");
                    String text = cursor.text();
                    String id = text == null || text.isEmpty() ? null : reference(text, maxLength);
                    if (id != null) {
                        read.add(id);
                    }
                });
        return read.isEmpty() ? List.of() : read;
    }

    private @Nullable String reference(String id, int maxLength) {
        Optional<String> fault =
                maxLength == Integer.MAX_VALUE
                        ? Optional.empty()
                        : CleanText.idFault(id, maxLength);
        return fault.isEmpty() ? once(id) : cursor.reject(fault.get());
    }

    /** A start that cannot be read is none, since none is needed; its text stays in the metadata. */
    private @Nullable OffsetDateTime readMomentIfAny() throws IOException {
        String text = cursor.textIfAny();
        try {
            return text == null ? null : WfFormatTimes.moment(text);
        } catch (IllegalArgumentException other) {
            return null;
        }
    }

    private String once(String id) {
        String known = ids.putIfAbsent(id, id);
        return known == null ? id : known;
    }

    private void bound(int count, int max, String what) {
        if (count >= max) {
            String detail = "A file may have at most %d %s.".formatted(max, what);
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    detail,
                    List.of(new Violation(cursor.pointer(), detail)));
        }
    }

    /** What has been read of a task so far. */
    private static final class SpecifiedDraft {
        boolean named;
        boolean hasRest;
        @Nullable String id;
        @Nullable String name;
        List<String> parents = List.of();
        List<String> children = List.of();
        List<String> inputFiles = List.of();
        List<String> outputFiles = List.of();
    }

    /** What has been read of a task's run so far. */
    private static final class ExecutedDraft {
        boolean named;
        boolean timed;
        @Nullable String id;
        @Nullable Long durationMs;
        @Nullable OffsetDateTime startedAt;
        @Nullable String program;
    }

    /** What has been read of a file so far. */
    private static final class FileDraft {
        @Nullable String id;
        @Nullable String size;
    }
}
