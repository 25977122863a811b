package dev.hindsight.ingest;

import com.fasterxml.jackson.core.JsonParser;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.Fields;
import dev.hindsight.log.LogField;
import dev.hindsight.log.LogReport;
import java.io.IOException;
import java.util.Set;

/** Reads reports of lines. */
final class LogReportReader {

    private static final FieldReader<LogField> LOG =
            new FieldReader<>(LogField.class, Set.of("notices")).beside("workflowId");

    /** Reads the object that the parser stands on into a draft. */
    ReportDraft read(ReportDraft draft, JsonParser parser, FieldContext context)
            throws IOException {
        Fields<LogField> fields =
                LOG.read(parser, context, (name, value) -> draft.readOwner(name, value, context));
        draft.lines.add(new LogReport(fields));
        return draft;
    }
}
