package dev.hindsight.wfformat;

import com.fasterxml.jackson.core.JsonParser;
import dev.hindsight.field.FieldContext;
import dev.hindsight.payload.Notice;
import dev.hindsight.payload.Payload;
import dev.hindsight.payload.PayloadJson;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.Violation;
import dev.hindsight.wfformat.WfFormatTask.Specified;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts together the payloads of a file's execution and steps, as they will be stored. */
final class WfFormatPayloads {

    /** What a step tells in fields of its own, by the task's members in the specification. */
    private static final Set<String> SPECIFIED =
            Set.of("id", "name", "parents", "children", "inputFiles", "outputFiles");

    private final PayloadReader reader;
    private final byte[] file;
    private final FieldContext context;
    private final Map<String, String> fileSizes;

    WfFormatPayloads(
            PayloadReader reader,
            byte[] file,
            FieldContext context,
            Map<String, String> fileSizes) {
        this.reader = reader;
        this.file = file;
        this.context = context;
        this.fileSizes = fileSizes;
    }

    /** The members of one task, by the field that they go to. */
    record OfTask(WfFormatObject input, WfFormatObject output, WfFormatObject metadata) {}

    /**
     * Sorts what a file says of a task: its input files and command; its output files; and all that
     * no field of the step tells, with what the specification has of it under {@code
     * specification}. The duration stays among it, since it may be finer than a millisecond.
     */
    OfTask of(WfFormatTask task) throws IOException {
        OfTask parts = new OfTask(new WfFormatObject(), new WfFormatObject(), new WfFormatObject());
        Specified specified = task.specified();
        if (specified != null) {
            addFiles(parts.input, specified.inputFiles());
            addFiles(parts.output, specified.outputFiles());
        }
        if (task.executed() != null) {
            members(task.executed().whole(), (name, member) -> sort(name, member, parts));
        }
        if (specified != null && specified.rest() != null) {
            WfFormatObject rest = new WfFormatObject();
            members(
                    specified.rest(),
                    (name, member) -> {
                        if (!SPECIFIED.contains(name)) {
                            rest.add(file, member);
                        }
                    });
            parts.metadata.addUnlessEmpty("specification", rest);
        }
        return parts;
    }

    /**
     * Passes an object through the rules for payloads.
     *
     * @param pointer of the field it is for
     * @param place in the file, for problems
     * @param notices is told what was altered
     */
    String stored(WfFormatObject object, String pointer, String place, List<Notice> notices)
            throws IOException {
        byte[] json = object.toBytes();
        try (JsonParser parser = PayloadJson.factory().createParser(json)) {
            parser.nextToken();
            Payload payload = reader.read(parser, json, pointer);
            notices.addAll(payload.notices());
            return payload.json();
        } catch (ProblemException wrong) {
            throw new ProblemException(
                    wrong.type(), wrong.detail(), List.of(new Violation(place, wrong.detail())));
        }
    }

    private void sort(String name, WfFormatSlice member, OfTask parts) {
        switch (name) {
            case "id" -> {}
            case "command" -> parts.input.add(file, member);
            default -> parts.metadata.add(file, member);
        }
    }

    private void addFiles(WfFormatObject object, List<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        StringBuilder json = new StringBuilder();
        char separator = '[';
        for (String id : ids) {
            json.append(separator).append("{\"id\":");
            WfFormatObject.quote(id, json);
            String size = fileSizes.get(id);
            if (size != null) {
                json.append(",\"sizeInBytes\":").append(size);
            }
            json.append('}');
            separator = ',';
        }
        object.add("files", json.append(']'));
    }

    /** Takes a member of an object. */
    @FunctionalInterface
    private interface Member {
        void take(String name, WfFormatSlice member);
    }

    private void members(WfFormatSlice object, Member member) throws IOException {
        try (JsonParser parser =
                PayloadJson.factory().createParser(file, object.from(), object.length())) {
            parser.nextToken();
            WfFormatCursor cursor = new WfFormatCursor(parser, context, object.from());
            cursor.object((name, from) -> member.take(name, cursor.sliceFrom(from)));
        }
    }
}
