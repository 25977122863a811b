package dev.hindsight.wfformat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file from its first byte to its last, in whichever order its members come.
 *
 * <p>It demands what an execution cannot be told without: names, ids, times and durations. Of what
 * else the schema asks for, nothing need be there; and what it does not know is no fault.
 */
final class WfFormatScan {

    private static final String VERSION = "1.5";
    private static final int MAX_ID = 255;

    private static final String SPECIFICATION = "/workflow/specification";
    private static final String EXECUTION = "/workflow/execution";

    /** What must be there; each below the one that it is part of. */
    private static final List<String> REQUIRED =
            List.of(
                    "/schemaVersion",
                    "/name",
                    "/workflow",
                    SPECIFICATION,
                    SPECIFICATION + "/tasks",
                    EXECUTION,
                    EXECUTION + "/executedAt",
                    EXECUTION + "/makespanInSeconds",
                    EXECUTION + "/tasks");

    private final byte[] file;
    private final FieldContext context;
    private final JsonParser parser;
    private final WfFormatCursor cursor;
    private final WfFormatTaskScan tasks;
    private final Set<String> present = new HashSet<>();

    private final WfFormatObject restOfFile = new WfFormatObject();
    private final WfFormatObject restOfWorkflow = new WfFormatObject();
    private final WfFormatObject restOfSpecification = new WfFormatObject();
    private final WfFormatObject restOfExecution = new WfFormatObject();

    private @Nullable String version;
    private @Nullable String name;
    private @Nullable String runName;
    private @Nullable String authorName;
    private @Nullable String authorEmail;
    private @Nullable String runtimeSystem;
    private @Nullable String runtimeVersion;
    private @Nullable OffsetDateTime startedAt;
    private @Nullable Long durationMs;

    private WfFormatScan(byte[] file, JsonParser parser, FieldContext context) {
        this.file = file;
        this.context = context;
        this.parser = parser;
        this.cursor = new WfFormatCursor(parser, context, 0);
        this.tasks = new WfFormatTaskScan(cursor, context);
    }

    /**
     * Reads the file.
     *
     * @throws ProblemException {@code invalid-request}, naming every fault
     * @throws IOException when it is not JSON
     */
    static WfFormatDocument read(byte[] file, FieldContext context) throws IOException {
        return Body.read(
                file, context, parser -> new WfFormatScan(file, parser, context).readFile());
    }

    private WfFormatDocument readFile() throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            cursor.object(this::readMember);
            checkVersion();
            checkRequired();
        } else {
            context.rejectAt("", "It must be a WfFormat instance: a JSON object.");
        }
        if (name == null || startedAt == null || durationMs == null) {
            context.finish();
            throw new IllegalStateException("Something is missing that was not demanded.");
        }
        return document(name, startedAt, durationMs);
    }

    private WfFormatDocument document(String itsName, OffsetDateTime start, long duration) {
        restOfWorkflow.addUnlessEmpty("specification", restOfSpecification);
        restOfWorkflow.addUnlessEmpty("execution", restOfExecution);
        restOfFile.addUnlessEmpty("workflow", restOfWorkflow);
        return new WfFormatDocument(
                itsName,
                runName,
                authorName == null ? authorEmail : authorName,
                runtimeSystem,
                runtimeVersion,
                start,
                duration,
                tasks.joined(),
                tasks.fileSizes(),
                restOfFile);
    }

    private void readMember(String member, int from) throws IOException {
        boolean there = present("", member);
        switch (member) {
            case "workflow" -> {
                if (there) {
                    cursor.object(this::readWorkflow);
                }
                return;
            }
            case "schemaVersion" -> version = cursor.word();
            case "name" -> name = there ? cursor.identifier(Integer.MAX_VALUE) : null;
            case "author" -> cursor.ifObject(this::readAuthor);
            case "runtimeSystem" -> cursor.ifObject(this::readRuntimeSystem);
            default -> {}
        }
        restOfFile.add(file, cursor.sliceFrom(from));
    }

    private void readAuthor(String member, int from) throws IOException {
        switch (member) {
            case "name" -> authorName = cursor.textIfAny();
            case "email" -> authorEmail = cursor.textIfAny();
            default -> {}
        }
    }

    private void readRuntimeSystem(String member, int from) throws IOException {
        switch (member) {
            case "name" -> runtimeSystem = cursor.textIfAny();
            case "version" -> runtimeVersion = cursor.textIfAny();
            default -> {}
        }
    }

    private void readWorkflow(String member, int from) throws IOException {
        boolean there = present("/workflow", member);
        switch (member) {
            case "specification" -> {
                if (there) {
                    cursor.object(this::readSpecification);
                }
                return;
            }
            case "execution" -> {
                if (there) {
                    cursor.object(this::readExecution);
                }
                return;
            }
            case "runName" -> runName = cursor.isNull() ? null : cursor.identifier(MAX_ID);
            default -> {}
        }
        restOfWorkflow.add(file, cursor.sliceFrom(from));
    }

    private void readSpecification(String member, int from) throws IOException {
        boolean there = present(SPECIFICATION, member);
        switch (member) {
            case "tasks" -> {
                if (there) {
                    tasks.readSpecified();
                }
            }
            case "files" -> {
                if (!cursor.isNull()) {
                    tasks.readFiles();
                }
            }
            default -> restOfSpecification.add(file, cursor.sliceFrom(from));
        }
    }

    private void readExecution(String member, int from) throws IOException {
        boolean there = present(EXECUTION, member);
        switch (member) {
            case "tasks" -> {
                if (there) {
                    tasks.readExecuted();
                }
                return;
            }
            case "executedAt" -> startedAt = there ? readMoment() : null;
            case "makespanInSeconds" -> durationMs = there ? cursor.seconds() : null;
            default -> {}
        }
        restOfExecution.add(file, cursor.sliceFrom(from));
    }

    private @Nullable OffsetDateTime readMoment() throws IOException {
        String text = cursor.identifier(Integer.MAX_VALUE);
        if (text == null) {
            return null;
        }
        try {
            return WfFormatTimes.moment(text);
        } catch (IllegalArgumentException wrong) {
            return cursor.reject(WfFormatTimes.MOMENT_EXPECTED);
        }
    }

    /** Notes that a member is there; {@code null} says that it is not. */
    private boolean present(String parent, String member) {
        String pointer = parent + "/" + member;
        if (!cursor.isNull() && REQUIRED.contains(pointer)) {
            present.add(pointer);
        }
        return !cursor.isNull();
    }

    /** A file of another version has other faults, which would only distract from this one. */
    private void checkVersion() {
        if (present.contains("/schemaVersion") && !VERSION.equals(version)) {
            String detail = "Only WfFormat %s is understood.".formatted(VERSION);
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    detail,
                    List.of(new Violation("/schemaVersion", detail)));
        }
    }

    private void checkRequired() {
        for (String pointer : REQUIRED) {
            String parent = pointer.substring(0, pointer.lastIndexOf('/'));
            boolean demanded = parent.isEmpty() || present.contains(parent);
            if (demanded && !present.contains(pointer)) {
                context.rejectAt(
                        pointer,
                        pointer.equals(EXECUTION)
                                ? "It is needed: only a workflow that ran can be imported."
                                : "It is needed.");
            }
        }
    }
}
