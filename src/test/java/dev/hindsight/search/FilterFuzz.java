package dev.hindsight.search;

import static dev.hindsight.fixture.FuzzTarget.claim;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hindsight.access.Caller;
import dev.hindsight.db.Args;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        ExecutionFilter filter = input.length > 0 && input[0] == '{' ? json(input) : query(input);
        if (filter != null) {
            holdsSql(filter);
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

    private static @Nullable ExecutionFilter query(byte[] input) {
        Map<String, List<String>> parameters = parameters(new String(input, UTF_8));
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
    private static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new HashMap<>();
        for (String pair : query.split("&", -1)) {
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
}
