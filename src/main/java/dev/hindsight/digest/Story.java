package dev.hindsight.digest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hindsight.access.Caller;
import dev.hindsight.execution.Execution;
import dev.hindsight.execution.ExecutionJson;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.field.JsonOut;
import dev.hindsight.page.Fingerprint;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.step.Step;
import dev.hindsight.step.StepFilter;
import dev.hindsight.step.StepJson;
import dev.hindsight.step.StepService;
import dev.hindsight.step.StepStatus;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells one execution: its record, how many steps stand where, those that failed first, and some of the
 * steps in their order.
 */
@Singleton
public final class Story {

    /** Failing steps that are listed. */
    private static final int FAILING = 10;

    /** Steps that are listed with payloads: each may bring three of them. */
    private static final int WHOLE_STEPS = 20;

    private final Telling telling;
    private final Handles handles;
    private final ExecutionService executions;
    private final StepService steps;

    Story(Telling telling, Handles handles, ExecutionService executions, StepService steps) {
        this.telling = telling;
        this.handles = handles;
        this.executions = executions;
        this.steps = steps;
    }

    /**
     * What is to be told.
     *
     * @param excerpts cuts payloads; {@code null} where none are told
     * @param steps most steps that are listed
     * @param filter of those
     * @param cursor where they begin
     */
    public record Wanted(
            @Nullable Excerpts excerpts, int steps, StepFilter filter, @Nullable String cursor) {

        /** No payloads, and the first steps. */
        public static final Wanted USUAL = new Wanted(null, 20, StepFilter.ALL, null);

        Limit limit() {
            return new Limit(Math.max(1, excerpts == null ? steps : Math.min(steps, WHOLE_STEPS)));
        }

        long question() {
            return Fingerprint.of(
                    "stepIndex",
                    "asc",
                    Map.of("status", filter.statuses().stream().map(StepStatus::word).toList()));
        }
    }

    private record Steps(Map<StepStatus, Long> counts, List<Step> failing, Page<Step> page) {}

    /** An execution as JSON text. */
    public Uni<String> tell(Caller caller, String handle, Wanted wanted) {
        return wanted.excerpts() == null
                ? handles.opened(caller, handle)
                        .chain(
                                it ->
                                        steps(caller, it.id(), wanted)
                                                .map(found -> told(it, null, wanted, found)))
                : handles.ask(handle, ref -> executions.get(caller, ref))
                        .chain(
                                it ->
                                        steps(caller, it.summary().id(), wanted)
                                                .map(
                                                        found ->
                                                                told(
                                                                        it.summary(),
                                                                        it,
                                                                        wanted,
                                                                        found)));
    }

    private Uni<Steps> steps(Caller caller, UUID id, Wanted wanted) {
        Uni<Page<Step>> page =
                wanted.steps() == 0
                        ? Uni.createFrom().item(new Page<>(List.of(), null))
                        : steps.list(
                                caller,
                                id,
                                wanted.filter(),
                                wanted.excerpts() != null,
                                wanted.limit(),
                                wanted.cursor(),
                                wanted.question());
        return Uni.combine()
                .all()
                .unis(steps.counts(caller, id), steps.failed(caller, id, FAILING), page)
                .with(Steps::new);
    }

    private String told(
            ExecutionSummary summary, @Nullable Execution whole, Wanted wanted, Steps found) {
        return telling.object(
                json -> {
                    json.writeObjectFieldStart("execution");
                    if (whole == null || wanted.excerpts() == null) {
                        ExecutionJson.write(json, summary);
                    } else {
                        ExecutionJson.write(json, wanted.excerpts().of(whole));
                    }
                    json.writeEndObject();
                    json.writeObjectFieldStart("steps");
                    tell(json, wanted, found);
                    json.writeEndObject();
                    if (wanted.excerpts() != null) {
                        new JsonOut(json).bool("truncated", wanted.excerpts().isCut());
                    }
                });
    }

    private static void tell(JsonGenerator json, Wanted wanted, Steps found) throws IOException {
        JsonOut out = new JsonOut(json);
        out.number("total", found.counts().values().stream().mapToLong(Long::longValue).sum());
        json.writeObjectFieldStart("byStatus");
        for (Map.Entry<StepStatus, Long> count : found.counts().entrySet()) {
            out.number(count.getKey().word(), count.getValue());
        }
        json.writeEndObject();
        new Brief(json).steps("failedFirst", found.failing());
        if (wanted.excerpts() == null) {
            new Brief(json).steps("items", found.page().items());
        } else {
            json.writeArrayFieldStart("items");
            for (Step step : found.page().items()) {
                json.writeStartObject();
                StepJson.write(json, wanted.excerpts().of(step));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        String next = found.page().nextCursor();
        out.text("nextCursor", next);
        if (next != null) {
            out.text(
                    "more",
                    "There are more steps: ask again with step_cursor set to nextCursor, or narrow"
                            + " them by step_status.");
        }
    }
}
