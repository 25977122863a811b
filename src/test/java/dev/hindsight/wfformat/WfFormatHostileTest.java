package dev.hindsight.wfformat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hindsight.payload.Notice;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import dev.hindsight.report.Report;
import dev.hindsight.step.StepField;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WfFormatHostileTest extends WfFormatReadingTest {

    private static final String TASKS = "/workflow/specification/tasks";
    private static final String RUNS = "/workflow/execution/tasks";

    @Nested
    class Refused {

        @ParameterizedTest
        @ValueSource(strings = {"[]", "\"1.5\"", "null", "17"})
        void file_thatIsNoObject(String file) {
            assertThat(problem(file).violations()).extracting(Violation::pointer).containsOnly("");
        }

        @Test
        void file_thatIsCutAnywhere() {
            byte[] whole = file(SPECIFICATION, EXECUTION).strip().getBytes(UTF_8);

            for (int length = 1; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> read(cut))
                        .hasCauseInstanceOf(JsonProcessingException.class);
            }
        }

        @ParameterizedTest
        @CsvSource({"name", "schemaVersion", "executedAt", "makespanInSeconds", "runtimeInSeconds"})
        void file_thatLacksWhatIsNeeded(String member) {
            String file = file(SPECIFICATION, EXECUTION);

            assertThat(problem(file.replace("\"" + member + "\"", "\"other\"")).violations())
                    .isNotEmpty()
                    .allSatisfy(it -> assertThat(it.pointer()).endsWith("/" + member));
            assertThat(
                            problem(
                                    file.replace(
                                            "\"" + member + "\": ",
                                            "\"" + member + "\": {},\"x\":")))
                    .isNotNull();
        }

        @Test
        void file_thatTellsOfNoExecution() {
            String file = file(SPECIFICATION, EXECUTION).replace("\"execution\"", "\"plan\"");

            assertThat(problem(file).type()).isEqualTo(ProblemType.INVALID_REQUEST);
            assertThat(problem(file).violations())
                    .containsExactly(
                            new Violation(
                                    "/workflow/execution",
                                    "It is needed: only a workflow that ran can be imported."));
        }

        @Test
        void file_ofAnotherVersion() {
            assertThat(
                            problem("{\"workflow\": {\"tasks\": []}, \"schemaVersion\": \"1.4\"}")
                                    .violations())
                    .containsExactly(
                            new Violation("/schemaVersion", "Only WfFormat 1.5 is understood."));
        }

        @Test
        void ids_thatAreTakenOrUnfit() {
            String specification =
                    """
                    {"tasks": [{"id": "a"}, {"id": "a"}, {"id": "%s"}, {"id": ""}, {"id": ".."},
                     {"id": 7}, {"name": "b"}, "c", {"id": "d\\u0000"}, {"id": "e", "parents": [1]}]}
                    """
                            .formatted("x".repeat(256));

            assertThat(problem(file(specification, EXECUTION)).violations())
                    .extracting(Violation::pointer)
                    .containsExactly(
                            TASKS + "/1/id",
                            TASKS + "/2/id",
                            TASKS + "/3/id",
                            TASKS + "/4/id",
                            TASKS + "/5/id",
                            TASKS + "/6/id",
                            TASKS + "/7",
                            TASKS + "/8/id",
                            TASKS + "/9/parents/0");
            assertThat(
                            problem(
                                            file(
                                                    SPECIFICATION,
                                                    EXECUTION
                                                            .replace("b_", "a_")
                                                            .replace("02", "01")))
                                    .violations())
                    .containsExactly(new Violation(RUNS + "/1/id", "Another task has this id."));
        }

        @Test
        void specification_withoutTasks() {
            assertThat(problem(file("{\"tasks\": []}", EXECUTION)).violations())
                    .containsExactly(new Violation(TASKS, "There must be at least one task."));
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"20\"", "true", "1e12", "1e99999999999", "315537897600"})
        void runtime_thatIsNoDuration(String runtime) {
            assertThat(
                            problem(file(SPECIFICATION, EXECUTION.replace(": 20", ": " + runtime)))
                                    .violations())
                    .extracting(Violation::pointer)
                    .containsExactly(RUNS + "/1/runtimeInSeconds");
        }

        @Test
        void times_behindTheLastYear() {
            String late = EXECUTION.replace("2020-", "9999-");

            assertThat(problem(file(SPECIFICATION, late.replace(": 20", ": 1e9"))).violations())
                    .extracting(Violation::pointer)
                    .containsExactly(TASKS + "/1");
            assertThat(problem(file(SPECIFICATION, late.replace(": 30", ": 1e9"))).violations())
                    .extracting(Violation::pointer)
                    .containsExactly("/workflow/execution/makespanInSeconds");
        }

        @ParameterizedTest
        @CsvSource({"c, /0", "a, /0", "b, /0"})
        void tasks_thatWaitForEachOther(String parent, String place) {
            String specification =
                    """
                    {"tasks": [{"id": "a", "parents": ["%s"]}, {"id": "b", "parents": ["a"]},
                               {"id": "c", "parents": ["b"]}]}
                    """
                            .formatted(parent);

            assertThat(problem(file(specification, EXECUTION)).violations())
                    .containsExactly(
                            new Violation(
                                    TASKS + place,
                                    "The task \"a\" waits, in the end, for itself."));
        }

        @Test
        void metadata_thatIsNestedTooDeeply() {
            String deep = "[".repeat(600) + "]".repeat(600);

            assertThat(
                            problem(
                                            file(
                                                    SPECIFICATION,
                                                    EXECUTION.replace(
                                                            "20}", "20,\"x\":" + deep + "}")))
                                    .violations())
                    .extracting(Violation::pointer)
                    .containsExactly(TASKS + "/1");
        }

        @Test
        void tasks_beyondTheLimit() {
            String tasks =
                    IntStream.rangeClosed(0, WfFormatTaskScan.MAX_TASKS)
                            .mapToObj(i -> "{\"id\":\"" + i + "\"}")
                            .collect(Collectors.joining(","));

            assertThat(problem(file("{\"tasks\":[" + tasks + "]}", EXECUTION)).violations())
                    .containsExactly(
                            new Violation(
                                    TASKS + "/" + WfFormatTaskScan.MAX_TASKS,
                                    "A file may have at most 100000 tasks."));
        }
    }

    @Nested
    class Taken {

        @ParameterizedTest
        @CsvSource({"-3, 0", "0, 0", "0.0005, 1", "0.00049, 0", "1e-999999999, 0", "2.0E1, 20000"})
        void runtime_isRoundedAndNeverNegative(String runtime, long millis) {
            Report report = read(file(SPECIFICATION, EXECUTION.replace(": 20", ": " + runtime)));

            assertThat(field(report, "b_ID02", StepField.DURATION_MS)).isEqualTo(millis);
        }

        @Test
        void chain_ofTenThousandTasksFromItsEnd() {
            int length = 10_000;
            String specified =
                    IntStream.range(0, length)
                            .mapToObj(
                                    i -> "{\"id\":\"%d\",\"parents\":[\"%d\"]}".formatted(i, i + 1))
                            .collect(Collectors.joining(",", "{\"tasks\":[", "]}"));
            String executed =
                    IntStream.range(0, length)
                            .mapToObj("{\"id\":\"%d\",\"runtimeInSeconds\":1}"::formatted)
                            .collect(Collectors.joining(","));

            Report report =
                    read(
                            file(
                                    specified,
                                    """
                                    {"makespanInSeconds": 10000, "tasks": [%s],
                                     "executedAt": "2020-12-25T20:10:08Z"}
                                    """
                                            .formatted(executed)));

            assertThat(field(report, "0", StepField.COMPLETED_AT))
                    .isEqualTo(report.execution().reportedAt());
            assertThat(json(report.execution().graph()).get("edges")).hasSize(length - 1);
        }

        @Test
        void texts_areCleanedCutAndTold() {
            String name = "😀".repeat(300);
            Report report =
                    read(
                            file(
                                    SPECIFICATION
                                            .replace(
                                                    "\"name\": \"b_ID02\"",
                                                    "\"name\": \"" + name + "\"")
                                            .replace("\"in\"", "\"in\\u0000\\ud800é\""),
                                    EXECUTION));

            assertThat(field(report, "b_ID02", StepField.NODE_NAME)).isEqualTo("😀".repeat(255));
            assertThat(step(report, "b_ID02").fields().notices())
                    .extracting(Notice::pointer)
                    .containsExactly("/nodeId", "/nodeName");
            assertThat(json(field(report, "a_ID01", StepField.INPUT)).at("/files/0/id").asText())
                    .isEqualTo("in\uFFFD\uFFFDé");
            assertThat(step(report, "a_ID01").fields().notices())
                    .containsExactly(Notice.of(Notice.Kind.SANITIZED, "/input/files/0/id"));
        }

        @Test
        void payload_overTheLimitIsCutAndTold() {
            String big = "\"" + "x".repeat(60_000) + "\"";
            String arguments =
                    IntStream.range(0, 20).mapToObj(i -> big).collect(Collectors.joining(","));
            Report report =
                    read(
                            file(
                                    SPECIFICATION,
                                    EXECUTION.replace(
                                            "20}",
                                            "20, \"command\": {\"arguments\": ["
                                                    + arguments
                                                    + "]}}")));

            assertThat(json(field(report, "b_ID02", StepField.INPUT)).get("$truncated").asBoolean())
                    .isTrue();
            assertThat(step(report, "b_ID02").fields().notices())
                    .extracting(Notice::kind)
                    .containsExactly(Notice.Kind.TRUNCATED);
        }

        @Test
        void keysAndValues_ofAnyKindKeepTheirPlace() {
            String odd =
                    """
                    "é\\n\\"{": true , "n":null,"m" : -1.0e+5 ,"o":{"p":[ ]} , "q": "\\u00e9\\"}" , "r" :0
                    """;
            Report report = read(file(SPECIFICATION, EXECUTION.replace("20}", "20, " + odd + "}")));

            assertThat(field(report, "b_ID02", StepField.METADATA))
                    .isEqualTo(
                            "{\"runtimeInSeconds\":20,\"é\\n\\\"{\":true,\"n\":null,\"m\":-1.0e+5,"
                                    + "\"o\":{\"p\":[]},\"q\":\"é\\\"}\",\"r\":0}");
        }
    }
}
