package dev.hindsight.step;

import dev.hindsight.access.Caller;
import dev.hindsight.db.Database;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.execution.Stored;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Fingerprint;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Part;
import dev.hindsight.payload.CleanText;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds steps. */
@ApplicationScoped
public class StepService {

    private final Database database;
    private final StepStore store;
    private final ExecutionService executions;

    StepService(Database database, StepStore store, ExecutionService executions) {
        this.database = database;
        this.store = store;
        this.executions = executions;
    }

    /**
     * One attempt of a step with its payloads.
     *
     * @param attempt from 1; {@code null} for the newest
     * @throws ProblemException {@code not-found} or {@code gone}, as a failure of the answer
     */
    public Uni<Step> get(Caller caller, ExecutionRef ref, String key, @Nullable Integer attempt) {
        if (CleanText.idFault(key, FieldTypes.MAX_ID).isPresent()) {
            return Uni.createFrom().failure(StepService::unknown);
        }
        return executions
                .require(caller, ref)
                .chain(id -> store.find(database.client(), caller.namespaceId(), id, key, attempt))
                .map(found -> found.orElseThrow(StepService::unknown).told(caller));
    }

    /** A step that was just reported, with its payloads. */
    public Uni<Step> stored(Caller caller, UUID executionId, StepOutcome reported) {
        return store.find(
                        database.client(),
                        caller.namespaceId(),
                        executionId,
                        reported.key(),
                        reported.attempt())
                .map(found -> found.orElseThrow(StepService::unknown).told(caller));
    }

    private static ProblemException unknown() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such step.");
    }

    /**
     * A page of an execution's steps, by index, start and key; those without come last.
     *
     * @param executionId an execution that exists
     * @param question the fingerprint of the filters, which a cursor must have been made for
     */
    public Uni<Page<Step>> list(
            Caller caller,
            UUID executionId,
            StepFilter filter,
            boolean withPayloads,
            Limit limit,
            @Nullable String cursor,
            long question) {
        long fingerprint = Fingerprint.about(executionId, question);
        StepStore.After after =
                Cursor.decode(Optional.ofNullable(cursor), fingerprint)
                        .map(StepService::after)
                        .orElse(null);
        return store.page(
                        database.client(),
                        caller.namespaceId(),
                        executionId,
                        filter,
                        withPayloads,
                        after,
                        limit.value() + 1)
                .map(steps -> Page.of(steps, limit, last -> place(fingerprint, last)))
                .map(page -> page.map(step -> step.told(caller)));
    }

    /**
     * The first steps of an execution, without payloads, in the order of {@link #list}.
     *
     * @param client where it is asked: in a transaction, if all is to be as of one moment
     */
    public Uni<List<Step>> first(SqlClient client, Caller caller, UUID executionId, int limit) {
        return store.page(
                client, caller.namespaceId(), executionId, StepFilter.ALL, false, null, limit);
    }

    /**
     * How many steps of an execution have each status, by their newest attempts; a status that none has is
     * absent.
     *
     * @param executionId an execution that exists
     */
    public Uni<Map<StepStatus, Long>> counts(Caller caller, UUID executionId) {
        return store.counts(database.client(), caller.namespaceId(), executionId);
    }

    /**
     * The first steps whose newest attempt failed, timed out or crashed, in the order of their ends, without
     * payloads; those without an end come last.
     *
     * @param executionId an execution that exists
     */
    public Uni<List<Step>> failed(Caller caller, UUID executionId, int limit) {
        return store.failed(database.client(), caller.namespaceId(), executionId, limit);
    }

    /**
     * The first steps whose newest attempt is running, in the order of {@link #list}, without payloads.
     *
     * @param executionId an execution that exists
     */
    public Uni<List<Step>> running(Caller caller, UUID executionId, int limit) {
        StepFilter filter = new StepFilter(List.of(StepStatus.RUNNING), List.of(), true);
        return store.page(
                database.client(), caller.namespaceId(), executionId, filter, false, null, limit);
    }

    /**
     * All steps of an execution as columns, in the order of {@link #list}: JSON arrays by name. The
     * column {@code name} counts in {@code names}, which are nodes' names, or their ids where they
     * have none. About a hundred bytes a step.
     *
     * @param executionId an execution that exists
     */
    public Uni<Map<String, String>> columns(Caller caller, UUID executionId) {
        return store.columns(database.client(), caller.namespaceId(), executionId);
    }

    /** Rows and bytes of an execution's steps with their payloads. */
    public Uni<Stored> storage(Caller caller, UUID executionId) {
        return store.storage(database.client(), caller.namespaceId(), executionId);
    }

    private static StepStore.After after(Cursor cursor) {
        Long index = cursor.number(0);
        Instant startedAt = cursor.at(1);
        Long attempt = cursor.number(3);
        return new StepStore.After(
                index == null ? null : index.intValue(),
                startedAt == null ? null : startedAt.atOffset(ZoneOffset.UTC),
                Optional.ofNullable(cursor.text(2)).orElse(""),
                attempt == null ? 0 : attempt.intValue());
    }

    private static Cursor place(long fingerprint, Step last) {
        return Cursor.of(
                fingerprint,
                Part.number(last.stepIndex() == null ? null : last.stepIndex().longValue()),
                Part.at(last.startedAt() == null ? null : last.startedAt().toInstant()),
                Part.text(last.key()),
                Part.number((long) last.attempt()));
    }
}
