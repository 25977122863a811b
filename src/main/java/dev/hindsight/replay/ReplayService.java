package dev.hindsight.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.access.Caller;
import dev.hindsight.access.Grant;
import dev.hindsight.execution.Execution;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.field.Fields;
import dev.hindsight.ingest.ReplayOrder;
import dev.hindsight.payload.Notice;
import dev.hindsight.payload.PayloadJson;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.recording.ExecutionReport;
import dev.hindsight.report.Report;
import dev.hindsight.report.ReportWriter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores executions that are to run again. */
@ApplicationScoped
public class ReplayService {

    /** What makes an input another than the one that was reported. */
    private static final Set<String> ALTERED =
            Set.of(Notice.Kind.TRUNCATED.word(), Notice.Kind.REDACTED.word());

    private final ExecutionService executions;
    private final ReportWriter writer;

    ReplayService(ExecutionService executions, ReportWriter writer) {
        this.executions = executions;
        this.writer = writer;
    }

    /**
     * Stores a new pending execution like another, and asks for it to be run. With an external id that a
     * replay of the same execution has already, nothing is stored or asked again.
     *
     * @param ref the execution that is run again, in the version demanded
     * @param order what is to be different in the new one
     * @return the new execution, as far as the caller may read it
     * @throws ProblemException {@code not-found}, {@code gone}, {@code version-mismatch}, {@code conflict}
     *     if it is deleted or the external id is another's, or {@code unprocessable} if its input is not
     *     what it was, as a failure of the answer
     */
    Uni<Execution> replay(Caller caller, ExecutionRef ref, ReplayOrder order) {
        // The input passes from row to row; who may not read it is not told it either.
        Caller copyist = new Caller(caller.namespaceId(), Grant.everything("replay"));
        return executions
                .get(copyist, ref)
                .invoke(original -> check(original, ref, order))
                .chain(
                        original ->
                                earlier(caller, original.summary(), order.externalId())
                                        .chain(
                                                known ->
                                                        known.isPresent()
                                                                ? Uni.createFrom().item(known.get())
                                                                : store(caller, original, order)))
                .chain(id -> executions.get(caller, new ExecutionRef(id, null)));
    }

    private static void check(Execution original, ExecutionRef ref, ReplayOrder order) {
        ExecutionSummary summary = original.summary();
        ExecutionService.checkVersion(summary.version(), ref.ifVersion());
        if (summary.deletedAt() != null) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "The execution is deleted: restore it to run it again.");
        }
        if (order.fields().has(ExecutionField.INPUT)) {
            return;
        }
        if (summary.payloadExpired()) {
            throw unprocessable("Retention has dropped the input of the execution");
        }
        if (isAltered(original.notices())) {
            throw unprocessable("The input of the execution was masked or cut when it was stored");
        }
    }

    private static ProblemException unprocessable(String reason) {
        return new ProblemException(
                ProblemType.UNPROCESSABLE, reason + ": send the input that it is to run with.");
    }

    /** Whether notices, as they are stored by column, tell that the input was masked or cut. */
    private static boolean isAltered(@Nullable String notices) {
        if (notices == null) {
            return false;
        }
        try (JsonParser parser = PayloadJson.factory().createParser(notices)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isOfInput = parser.currentName().equals(ExecutionField.INPUT.column());
                parser.nextToken();
                if (isOfInput) {
                    return holdsAltered(parser);
                }
                parser.skipChildren();
            }
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean holdsAltered(JsonParser notices) throws IOException {
        while (notices.nextToken() != JsonToken.END_ARRAY) {
            if (notices.currentToken() == JsonToken.VALUE_STRING
                    && "kind".equals(notices.currentName())
                    && ALTERED.contains(notices.getText())) {
                return true;
            }
        }
        return false;
    }

    /** The replay of the same execution that has this external id already. */
    private Uni<Optional<UUID>> earlier(
            Caller caller, ExecutionSummary original, @Nullable String externalId) {
        if (externalId == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return executions
                .resolve(caller, new ExecutionRef(null, externalId))
                .map(Optional::of)
                .onFailure(ReplayService::isFree)
                .recoverWithItem(Optional.empty())
                .chain(
                        found ->
                                found.isEmpty()
                                        ? Uni.createFrom().item(found)
                                        : executions
                                                .find(caller, List.of(found.get()))
                                                .map(
                                                        known -> {
                                                            checkSame(
                                                                    known.get(found.get()),
                                                                    original);
                                                            return found;
                                                        }));
    }

    /** Whether nothing has the external id, or nothing any more. */
    private static boolean isFree(Throwable failure) {
        return failure instanceof ProblemException problem
                && (problem.type() == ProblemType.NOT_FOUND || problem.type() == ProblemType.GONE);
    }

    private static void checkSame(@Nullable ExecutionSummary known, ExecutionSummary original) {
        if (known == null || !original.id().equals(known.replayOf())) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The externalId belongs to an execution that is no replay of this one.");
        }
    }

    private Uni<UUID> store(Caller caller, Execution original, ReplayOrder order) {
        String input = original.input();
        Report report =
                new Report(
                        caller,
                        ExecutionReport.replay(
                                original.summary().workflowId(),
                                order.externalId(),
                                fields(original, order.fields())),
                        List.of(),
                        List.of(),
                        false,
                        order.bytes() + (input == null ? 0 : input.length()));
        return writer.write(report)
                .map(
                        recorded -> {
                            ExecutionSummary stored = recorded.execution().summary();
                            if (stored == null) {
                                throw new IllegalStateException("A replay has an answer");
                            }
                            checkSame(stored, original.summary());
                            return stored.id();
                        });
    }

    /** What the order says, and for the rest what the original was begun with. */
    private static Fields<ExecutionField> fields(
            Execution original, Fields<ExecutionField> fields) {
        ExecutionSummary it = original.summary();
        int attempt = it.attempt() == Integer.MAX_VALUE ? it.attempt() : it.attempt() + 1;
        fields.put(ExecutionField.STATUS, ExecutionStatus.PENDING.code())
                .put(ExecutionField.REPLAY_OF, it.id())
                .put(ExecutionField.ATTEMPT, attempt);
        keep(fields, ExecutionField.ROOT_EXECUTION_ID, it.rootExecutionId());
        keep(fields, ExecutionField.WORKFLOW_NAME, it.workflowName());
        keep(fields, ExecutionField.WORKFLOW_VERSION, it.workflowVersion());
        keep(fields, ExecutionField.SCRIPT_PATH, it.scriptPath());
        keep(fields, ExecutionField.BINARY_PATH, it.binaryPath());
        keep(fields, ExecutionField.LABELS, it.labels());
        keep(fields, ExecutionField.INPUT, original.input());
        return fields;
    }

    private static void keep(
            Fields<ExecutionField> fields, ExecutionField field, @Nullable Object value) {
        if (value != null && !fields.has(field)) {
            fields.put(field, value);
        }
    }
}
