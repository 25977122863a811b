package dev.hindsight.search;

import static dev.hindsight.fixture.FuzzTarget.claim;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hindsight.access.Caller;
import dev.hindsight.content.Words;
import dev.hindsight.db.Args;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.Moments;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.filter.ExecutionFilterReader;
import dev.hindsight.fixture.FuzzTarget;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Offset;
import dev.hindsight.page.Query;
import dev.hindsight.payload.PayloadLimits;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which executions are meant. An input that begins with a brace is a filter as JSON, any other one is
 * the query of a list. Both become SQL, in which nothing of the sender's may stand.
 */
public final class FilterFuzz implements FuzzTarget {

    private static final PayloadReader PAYLOADS = new PayloadReader(PayloadLimits.DEFAULT);

    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    /** What our own SQL consists of, where it filters. */
    private static final Pattern OURS =
            Pattern.compile("[\\w\\s$().,:'\"@|><=\\[\\]!#%&*+/;?\\\\^`{}~-]*");

    @Override
    public void take(byte[] input) throws IOException {
        ExecutionFilter filter =
                input.length > 0 && input[0] == '{' ? json(input) : query(parameters(input));
        if (filter != null) {
            holdsSql(filter);
            ExecutionFilter again = query(Asked.by(filter));
            claim(filter.equals(again), "A filter can be asked for as a query.");
        }
    }

    private static @Nullable ExecutionFilter json(byte[] input) throws IOException {
        ExecutionFilter filter = read(input);
        claim(filter == null || filter.equals(read(input)), "A filter is the same every time.");
        return filter;
    }

    private static @Nullable ExecutionFilter read(byte[] json) throws IOException {
        FieldContext context = new FieldContext(PAYLOADS, json, FieldContext.Mode.MERGE);
        try {
            return Body.read(json, context, parser -> ExecutionFilterReader.read(parser, context));
        } catch (ProblemException problem) {
            FuzzTarget.refused(problem);
        } catch (JsonProcessingException malformed) {
            // Told as the sender's fault by whoever reads bodies.
        }
        return null;
    }

    private static @Nullable ExecutionFilter query(Map<String, List<String>> parameters) {
        try {
            Query query = new Query(parameters);
            ExecutionQuestion question =
                    ExecutionQuery.question(
                            Caller.LOCAL, query, Limit.of(null), Offset.of(null), null);
            ExecutionQuery.count(query);
            query.finish();
            ExecutionQuestion again =
                    ExecutionQuery.question(
                            Caller.LOCAL,
                            new Query(parameters),
                            Limit.of(null),
                            Offset.of(null),
                            null);
            claim(question.equals(again), "A question is the same every time.");
            return question.filter();
        } catch (ProblemException problem) {
            FuzzTarget.refused(problem);
            return null;
        }
    }

    /** As the server takes them apart: what is no escape stays out of here. */
    private static Map<String, List<String>> parameters(byte[] query) {
        Map<String, List<String>> parameters = new HashMap<>();
        for (String pair : new String(query, UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            try {
                String name =
                        URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), UTF_8);
                String value =
                        equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), UTF_8);
                parameters.computeIfAbsent(name, it -> new ArrayList<>()).add(value);
            } catch (IllegalArgumentException noEscape) {
                // Not ours to decode.
            }
        }
        return parameters;
    }

    private static void holdsSql(ExecutionFilter filter) {
        Args args = Args.of(1);
        String sql = String.join("\n", new ExecutionFilterSql(args, filter, null, "TRUE").all());
        claim(OURS.matcher(sql).matches(), "No text of the sender's gets into SQL.");
        claim(sql.length() < 40_000, "SQL does not grow with values.");
        int last = args.tuple().size();
        Matcher parameter = PARAMETER.matcher(sql);
        while (parameter.find()) {
            int number = Integer.parseInt(parameter.group(1));
            claim(number >= 1 && number <= last, "Every parameter of the statement is bound.");
        }
    }

    /** The parameters that ask for what a filter says. */
    private static final class Asked {

        private final Map<String, List<String>> parameters = new HashMap<>();

        static Map<String, List<String>> by(ExecutionFilter filter) {
            Asked asked = new Asked();
            asked.list("workflowId", filter.workflowIds());
            asked.one("workflowName", filter.workflowName());
            asked.list("status", filter.statuses().stream().map(ExecutionStatus::word).toList());
            asked.list("triggerType", filter.triggerTypes());
            asked.list("source", filter.sources());
            asked.list("createdBy", filter.createdBy());
            asked.list("scriptPath", filter.scriptPaths());
            asked.list("externalId", filter.externalIds());
            asked.list("runId", filter.runIds());
            asked.list("parentExecutionId", filter.parentExecutionIds());
            asked.list("rootExecutionId", filter.rootExecutionIds());
            asked.list("replayOf", filter.replayOf());
            asked.list("engineInstance", filter.engineInstances());
            List<String> labels = new ArrayList<>();
            filter.labels().forEach((key, value) -> labels.add(key + ":" + value));
            asked.parameters.put("label", labels);
            asked.one("startedAfter", filter.startedAfter());
            asked.one("startedBefore", filter.startedBefore());
            asked.one("minDurationMs", filter.minDurationMs());
            asked.one("maxDurationMs", filter.maxDurationMs());
            asked.list("failedNode", filter.failedNodes());
            asked.list("errorType", filter.errorTypes());
            asked.list("fingerprint", filter.fingerprints());
            asked.one("pinned", filter.pinned());
            asked.one("archived", filter.archived());
            asked.one(
                    "deleted",
                    switch (filter.deleted()) {
                        case HIDDEN -> null;
                        case ONLY -> true;
                        case ANY -> "any";
                    });
            Words words = filter.content().words();
            asked.one("q", words == null ? null : String.join(" ", words.words()));
            filter.content().payloads().forEach(it -> asked.one(it.parameter(), it.argument()));
            return asked.parameters;
        }

        private void one(String name, @Nullable Object value) {
            if (value instanceof OffsetDateTime moment) {
                parameters.put(name, List.of(Moments.write(moment)));
            } else if (value != null) {
                parameters.put(name, List.of(value.toString()));
            }
        }

        private void list(String name, List<?> values) {
            if (!values.isEmpty()) {
                parameters.put(
                        name,
                        List.of(
                                values.stream()
                                        .map(it -> it.toString().replaceAll("[,\\\\]", "\\\\$0"))
                                        .collect(Collectors.joining(","))));
            }
        }
    }
}
