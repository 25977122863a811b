package dev.hindsight.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hindsight.content.Content;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.page.Query;
import dev.hindsight.payload.PayloadLimits;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.Violation;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters as JSON: they mean what the parameters of the same names mean. */
class ExecutionFilterReaderTest {

    private static final String ID = "019aa1b2-0000-7000-8000-000000000001";

    /** Every filter, as parameters and as JSON. */
    private static final Map<String, String> SAME =
            Map.ofEntries(
                    Map.entry("workflowId=a,b", "'workflowId': ['a', 'b']"),
                    Map.entry("workflowName=Order", "'workflowName': 'Order'"),
                    Map.entry("status=failed,TIMED-OUT", "'status': ['failed', 'TIMED-OUT']"),
                    Map.entry("triggerType=webhook", "'triggerType': 'webhook'"),
                    Map.entry("source=API,x\\,y", "'source': ['API', 'x,y']"),
                    Map.entry("createdBy=user-1", "'createdBy': ['user-1']"),
                    Map.entry("scriptPath=a/b.cst", "'scriptPath': 'a/b.cst'"),
                    Map.entry("externalId=x", "'externalId': ['x']"),
                    Map.entry("runId=r\\,1", "'runId': 'r,1'"),
                    Map.entry("parentExecutionId=" + ID, "'parentExecutionId': '" + ID + "'"),
                    Map.entry("rootExecutionId=none", "'rootExecutionId': ['none']"),
                    Map.entry("replayOf=" + ID + ",x", "'replayOf': ['" + ID + "', 'x']"),
                    Map.entry("engineInstance=worker-7", "'engineInstance': 'worker-7'"),
                    Map.entry("label=team:x&label=a:b:c", "'label': {'team': 'x', 'a': 'b:c'}"),
                    Map.entry(
                            "startedAfter=2026-11-20T18:00:00Z",
                            "'startedAfter': '2026-11-20T18:00:00Z'"),
                    Map.entry("startedBefore=1795197600000", "'startedBefore': 1795197600000"),
                    Map.entry("minDurationMs=0", "'minDurationMs': 0"),
                    Map.entry("maxDurationMs=5000", "'maxDurationMs': 5000"),
                    Map.entry("failedNode=n", "'failedNode': 'n'"),
                    Map.entry("errorType=E", "'errorType': ['E']"),
                    Map.entry("fingerprint=0123456789abcdef", "'fingerprint': '0123456789abcdef'"),
                    Map.entry("pinned=true", "'pinned': true"),
                    Map.entry("archived=false", "'archived': false"),
                    Map.entry("deleted=any", "'deleted': 'any'"));

    private static ExecutionFilter asked(String parameters) {
        Map<String, List<String>> values = new HashMap<>();
        for (String parameter : parameters.split("&", -1)) {
            int equals = parameter.indexOf('=');
            values.merge(
                    parameter.substring(0, equals),
                    List.of(parameter.substring(equals + 1)),
                    (some, more) ->
                            Stream.concat(some.stream(), more.stream())
                                    .collect(Collectors.toList()));
        }
        Query query = new Query(values);
        ExecutionFilter filter = ExecutionFilterQuery.filter(query, Content.ANY);
        query.finish();
        return filter;
    }

    private static ExecutionFilter read(String members) {
        byte[] body = ("{" + members.replace('\'', '"') + "}").getBytes(UTF_8);
        FieldContext context =
                new FieldContext(
                        new PayloadReader(PayloadLimits.DEFAULT), body, FieldContext.Mode.MERGE);
        try {
            return Body.read(body, context, parser -> ExecutionFilterReader.read(parser, context));
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private static List<String> rejected(String members) {
        return catchThrowableOfType(ProblemException.class, () -> read(members))
                .violations()
                .stream()
                .map(Violation::pointer)
                .toList();
    }

    @Test
    void members_meanWhatParametersMean() {
        SAME.forEach((parameters, json) -> assertThat(read(json)).isEqualTo(asked(parameters)));
    }

    @Test
    void allAtOnce_meanWhatParametersMean() {
        assertThat(read(String.join(", ", SAME.values())))
                .isEqualTo(asked(String.join("&", SAME.keySet())));
    }

    @Test
    void everyParameter_isAMember() {
        Set<String> parameters =
                Arrays.stream(ExecutionFilterParameters.class.getFields())
                        .map(field -> field.getAnnotation(QueryParam.class).value())
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(SAME.keySet().stream().map(it -> it.replaceAll("=.*", "")))
                .containsExactlyInAnyOrderElementsOf(parameters);
    }

    @Test
    void deleted_isTrueFalseOrAny() {
        assertThat(read("'deleted': true")).isEqualTo(asked("deleted=true"));
        assertThat(read("'deleted': false")).isEqualTo(asked("deleted=false"));
        assertThat(rejected("'deleted': 'all'")).containsExactly("/deleted");
        assertThat(rejected("'deleted': 1")).containsExactly("/deleted");
    }

    @Test
    void nothing_matchesAll() {
        assertThat(read("")).isEqualTo(ExecutionFilter.ALL);
        assertThat(read("").matchesAll()).isTrue();
        assertThat(read("'status': null, 'label': null, 'pinned': null, 'deleted': null"))
                .isEqualTo(ExecutionFilter.ALL);
        assertThat(read("'deleted': 'any'").matchesAll()).isTrue();
    }

    @Test
    void everyOtherMember_leavesSomethingOut() {
        SAME.forEach(
                (parameters, json) ->
                        assertThat(read(json).matchesAll())
                                .as(json)
                                .isEqualTo(parameters.startsWith("deleted")));
        assertThat(read("'deleted': true").matchesAll()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"nonsense\": 1', /nonsense",
        "'\"work/flow~Id\": 1', /work~1flow~0Id",
        "'\"status\": \"never\"', /status",
        "'\"status\": [\"failed\", \"never\"]', /status/1",
        "'\"workflowId\": [\"a\", 5]', /workflowId/1",
        "'\"workflowId\": [\"a\", [\"b\"]]', /workflowId/1",
        "'\"workflowId\": {\"a\": 1}', /workflowId",
        "'\"workflowId\": \"a\\u0000b\"', /workflowId",
        "'\"workflowId\": []', /workflowId",
        "'\"workflowName\": \"\"', /workflowName",
        "'\"workflowName\": [\"a\"]', /workflowName",
        "'\"label\": {}', /label",
        "'\"label\": \"team:x\"', /label",
        "'\"label\": {\"te am\": \"x\"}', /label/te am",
        "'\"label\": {\"team\": 1}', /label/team",
        "'\"label\": {\"a\": \"x\", \"a\": \"y\"}', /label/a",
        "'\"source\": \"a\", \"source\": \"b\"', /source",
        "'\"startedAfter\": \"yesterday\"', /startedAfter",
        "'\"startedBefore\": true', /startedBefore",
        "'\"minDurationMs\": -1', /minDurationMs",
        "'\"maxDurationMs\": \"5\"', /maxDurationMs",
        "'\"maxDurationMs\": 1e99', /maxDurationMs",
        "'\"pinned\": \"true\"', /pinned",
        "'\"archived\": 0', /archived"
    })
    void whatIsNotValid_isNamed(String member, String pointer) {
        assertThat(rejected(member)).containsExactly(pointer);
    }

    @Test
    void everything_isNamedAtOnce() {
        assertThat(rejected("'status': 'x', 'worklowId': 'a', 'pinned': 1"))
                .containsExactly("/status", "/worklowId", "/pinned");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"status\"", "1", "true"})
    void whatIsNoObject_isRefused(String json) {
        byte[] body = json.getBytes(UTF_8);
        FieldContext context =
                new FieldContext(
                        new PayloadReader(PayloadLimits.DEFAULT), body, FieldContext.Mode.MERGE);

        ProblemException problem =
                catchThrowableOfType(
                        ProblemException.class,
                        () ->
                                Body.read(
                                        body,
                                        context,
                                        parser -> ExecutionFilterReader.read(parser, context)));

        assertThat(problem.violations()).extracting(Violation::pointer).containsExactly("");
    }
}
