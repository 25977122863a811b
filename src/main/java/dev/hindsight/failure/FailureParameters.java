package dev.hindsight.failure;

import dev.hindsight.filter.ExecutionFilterQuery;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Query;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which groups of failures are asked for, as parameters of an operation. */
@RegisterForReflection
@SuppressWarnings("unused")
public class FailureParameters {

    @QueryParam("workflowId")
    @Parameter(
            description =
                    "Failures of these workflows count; a comma list means any of; a comma in a"
                            + " value is written \\,")
    public @Nullable String workflowId;

    @QueryParam("from")
    @Parameter(
            description =
                    "Failures of executions count that started then or later; ISO-8601 with an"
                            + " offset, or milliseconds since 1970. All that there ever were where"
                            + " neither it nor `to` is given")
    public @Nullable String from;

    @QueryParam("to")
    @Parameter(description = "And before; as `from`")
    public @Nullable String to;

    @QueryParam("state")
    @Parameter(description = "open, resolved, ignored; a comma list means any of")
    public @Nullable String state;

    @QueryParam("orderBy")
    @Parameter(
            description = "The greatest first, or the latest",
            schema = @Schema(enumeration = {"count", "lastSeenAt"}))
    public @Nullable String orderBy;

    @QueryParam("limit")
    @DefaultValue("50")
    public Limit limit = Limit.DEFAULT;

    /** Reads them by hand, so that all that is not valid is named at once. */
    FailureQuestion question(int namespaceId, Query query) {
        FailureQuestion question =
                new FailureQuestion(
                        namespaceId,
                        query.texts("workflowId"),
                        instant(ExecutionFilterQuery.moment(query, "from")),
                        instant(ExecutionFilterQuery.moment(query, "to")),
                        states(query),
                        query.word("orderBy", Map.of("count", true, "lastSeenAt", false))
                                .orElse(true),
                        limit.value());
        query.finish();
        return question;
    }

    private static List<FailureState> states(Query query) {
        return query.words("state", FailureState::ofWord, FailureState.WORDS);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
        return moment == null ? null : moment.toInstant();
    }
}
