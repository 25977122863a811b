package dev.hindsight.analytics;

import dev.hindsight.filter.ExecutionFilterQuery;
import dev.hindsight.page.Query;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which executions statistics are asked of, as parameters of an operation. */
@RegisterForReflection
@SuppressWarnings("unused")
public class StatisticsParameters {

    private static final Map<String, Boolean> FLAGS = Map.of("true", true, "false", false);

    @QueryParam("workflowId")
    @Parameter(description = "A comma list means any of; a comma in a value is written \\,")
    public @Nullable String workflowId;

    @QueryParam("createdBy")
    @Parameter(
            description =
                    "A comma list means any of; read from the executions themselves, so that those that"
                            + " retention removed are not counted")
    public @Nullable String createdBy;

    @QueryParam("from")
    @Parameter(
            description =
                    "Executions that started then or later; ISO-8601 with an offset, or milliseconds since 1970")
    public @Nullable String from;

    @QueryParam("to")
    @Parameter(
            description =
                    "Executions that started before; ISO-8601 with an offset, or milliseconds since 1970")
    public @Nullable String to;

    @QueryParam("weighted")
    @Parameter(
            description = "Whether each execution stands for 1 ÷ sampleRate of them",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    public @Nullable String weighted;

    /** What is asked of which executions; faults are told to the query. */
    public static StatisticsQuestion question(Query query, int namespaceId) {
        return new StatisticsQuestion(
                namespaceId,
                query.texts("workflowId"),
                query.texts("createdBy"),
                instant(ExecutionFilterQuery.moment(query, "from")),
                instant(ExecutionFilterQuery.moment(query, "to")),
                query.word("weighted", FLAGS).orElse(false));
    }

    /** The length of a bucket. */
    static Bucket bucket(Query query) {
        Map<String, Bucket> words = new LinkedHashMap<>();
        for (Bucket bucket : Bucket.values()) {
            words.put(bucket.word(), bucket);
        }
        return query.word("bucket", words).orElse(Bucket.HOUR);
    }

    /** The zone by whose clocks time is cut. */
    static ZoneId zone(Query query) {
        String name = query.text("zone");
        if (name == null) {
            return ZoneOffset.UTC;
        }
        try {
            // A plus sign that was not encoded arrives as a space.
            return ZoneId.of(name.replace(' ', '+'));
        } catch (DateTimeException unknown) {
            query.reject("zone", "It must be a time zone, such as Europe/Berlin or +05:45.");
            return ZoneOffset.UTC;
        }
    }

    /** The range of a question of time: as long as its buckets make sensible, until now, unless asked. */
    static StatisticsQuestion ranged(StatisticsQuestion question, Bucket bucket, Instant now) {
        Instant to = question.to() == null ? now : question.to();
        Duration usual =
                switch (bucket) {
                    case MINUTE -> Duration.ofHours(1);
                    case HOUR -> Duration.ofDays(1);
                    case DAY -> Duration.ofDays(30);
                };
        return question.within(question.from() == null ? to.minus(usual) : question.from(), to);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
        return moment == null ? null : moment.toInstant();
    }
}
