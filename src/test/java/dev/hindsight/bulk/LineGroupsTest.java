package dev.hindsight.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.field.FieldContext.Mode;
import dev.hindsight.field.Fields;
import dev.hindsight.log.LogField;
import dev.hindsight.log.LogReport;
import dev.hindsight.recording.ExecutionReport;
import dev.hindsight.report.Report;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which lines become one report. */
class LineGroupsTest {

    private static final UUID U = UUID.fromString("019aa1b2-0000-7000-8000-000000000001");
    private static final UUID V = UUID.fromString("019aa1b2-0000-7000-8000-000000000002");

    private final LineGroups groups = new LineGroups();
    private int line;

    private LineGroupsTest part(@Nullable UUID id, @Nullable String name) {
        return part(id, name, null);
    }

    private LineGroupsTest part(@Nullable UUID id, @Nullable String name, @Nullable String flow) {
        Fields<LogField> fields = new Fields<>(LogField.class, List.of());
        fields.put(LogField.MESSAGE, String.valueOf(++line));
        return add(
                ExecutionReport.touch(new ExecutionRef(id, name), flow),
                List.of(new LogReport(fields)));
    }

    private LineGroupsTest execution(@Nullable UUID id, @Nullable String name) {
        line++;
        return add(
                new ExecutionReport(
                        Mode.MERGE,
                        id,
                        name,
                        "w",
                        null,
                        null,
                        false,
                        null,
                        null,
                        false,
                        ExecutionReport.none()),
                List.of());
    }

    private LineGroupsTest add(ExecutionReport about, List<LogReport> lines) {
        groups.add(line, new Report(Caller.LOCAL, about, List.of(), lines, false, 1));
        return this;
    }

    /** The reports: the numbers of the lines of parts, or {@code E} for one of an execution. */
    private List<String> reports() {
        return groups.all().stream().map(LineGroup::report).map(LineGroupsTest::told).toList();
    }

    private static String told(Report report) {
        return report.execution().onlyTouches()
                ? report.lines().stream()
                        .map(it -> it.fields().get(LogField.MESSAGE, String.class))
                        .collect(Collectors.joining(" "))
                : "E";
    }

    @Test
    void partsOfOneExecution_becomeOne_howeverTheyAreMixedWithOthers() {
        part(null, "x").part(null, "y").part(null, "x").part(null, "y").part(null, "x");

        assertThat(reports()).containsExactly("1 3 5", "2 4");
    }

    @Test
    void reportOfTheExecution_standsBetweenItsParts() {
        part(null, "x").execution(null, "x").part(null, "x").execution(null, "y").part(null, "x");

        assertThat(reports()).containsExactly("1", "E", "3 5", "E");
    }

    @Test
    void executionNamedByBoth_standsBetweenPartsOfEither() {
        part(U, null).part(V, null).execution(U, "x").part(U, null).part(V, null);

        assertThat(reports()).containsExactly("1", "2 5", "E", "4");
    }

    @Test
    void executionNamedOtherwise_mayBeAnyOfThem() {
        part(U, null).part(V, null).execution(null, "x").part(U, null).part(V, null);

        assertThat(reports()).containsExactly("1", "2", "E", "4", "5");
    }

    @Test
    void newExecutionWithoutAName_isNoneOfThem() {
        part(null, "x").execution(null, null).part(null, "x");

        assertThat(reports()).containsExactly("1 3", "E");
    }

    @Test
    void partsNamedOtherwise_mayBeOfTheSame() {
        part(U, null).part(null, "x").part(U, null).part(U, null);

        assertThat(reports()).containsExactly("1", "2", "3 4");
    }

    @Test
    void partThatBegins_isNotJoinedToThoseThatDoNot() {
        part(null, "x").part(null, "x", "w").part(null, "x", "v").part(null, "x");

        assertThat(reports()).containsExactly("1", "2 3 4");
    }
}
