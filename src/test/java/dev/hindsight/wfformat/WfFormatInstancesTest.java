package dev.hindsight.wfformat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.report.Report;
import dev.hindsight.step.StepField;
import dev.hindsight.step.StepReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Published runs, read by the reader and, apart from it, as a tree. The files lie in {@code
 * data/wfinstances} of the folder that the property {@code test.shared} names, or beside
 * the project in {@code ../shared}.
 */
class WfFormatInstancesTest extends WfFormatReadingTest {

    private static final Path FILES =
            Path.of(System.getProperty("test.shared", "../shared"), "data/wfinstances");

    private static final ObjectMapper TREES = new ObjectMapper();

    /** A file, read both ways. */
    private record Pair(Report report, JsonNode file) {
        JsonNode specified() {
            return file.at("/workflow/specification/tasks");
        }

        JsonNode executed() {
            return file.at("/workflow/execution/tasks");
        }
    }

    @TestFactory
    Stream<DynamicTest> steps_areTheTasksOfTheFile() throws IOException {
        return each(
                pair -> {
                    List<String> ids = new ArrayList<>();
                    pair.specified().forEach(task -> ids.add(task.get("id").asText()));

                    assertThat(pair.report.steps()).extracting(StepReport::key).isEqualTo(ids);
                    assertThat(pair.report.steps())
                            .extracting(step -> step.fields().get(StepField.STEP_INDEX))
                            .isEqualTo(Stream.iterate(0, i -> i + 1).limit(ids.size()).toList());
                });
    }

    @TestFactory
    Stream<DynamicTest> dependencies_areTheParentsOfTheFile() throws IOException {
        return each(
                pair -> {
                    for (JsonNode task : pair.specified()) {
                        String id = task.get("id").asText();
                        Object told = field(pair.report, id, StepField.DEPENDS_ON);
                        assertThat(json(told == null ? "[]" : told)).isEqualTo(task.get("parents"));
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> graph_hasTheEdgesOfTheFile() throws IOException {
        return each(
                pair -> {
                    Set<List<String>> edges = new HashSet<>();
                    for (JsonNode task : pair.specified()) {
                        String id = task.get("id").asText();
                        task.get("children").forEach(it -> edges.add(List.of(id, it.asText())));
                        task.get("parents").forEach(it -> edges.add(List.of(it.asText(), id)));
                    }

                    JsonNode graph = json(pair.report.execution().graph());
                    List<List<String>> told = new ArrayList<>();
                    for (JsonNode edge : graph.get("edges")) {
                        told.add(List.of(edge.get("from").asText(), edge.get("to").asText()));
                    }
                    assertThat(told).doesNotHaveDuplicates().hasSameElementsAs(edges);
                    assertThat(graph.get("nodes")).hasSameSizeAs(pair.specified());
                });
    }

    @TestFactory
    Stream<DynamicTest> durations_addUpToThoseOfTheFile() throws IOException {
        return each(
                pair -> {
                    BigDecimal seconds = BigDecimal.ZERO;
                    for (JsonNode task : pair.executed()) {
                        BigDecimal runtime = task.get("runtimeInSeconds").decimalValue();
                        seconds = seconds.add(runtime.setScale(3, RoundingMode.HALF_UP));
                    }

                    long millis = 0;
                    for (StepReport step : pair.report.steps()) {
                        millis += step.fields().get(StepField.DURATION_MS, Long.class);
                    }
                    assertThat(BigDecimal.valueOf(millis, 3)).isEqualByComparingTo(seconds);
                    assertThat(execution(pair.report, ExecutionField.DURATION_MS))
                            .isEqualTo(
                                    Math.round(
                                            1000
                                                    * pair.file
                                                            .at(
                                                                    "/workflow/execution/makespanInSeconds")
                                                            .asDouble()));
                });
    }

    @TestFactory
    Stream<DynamicTest> starts_lieAtTheLastEndOfTheParents() throws IOException {
        return each(
                pair -> {
                    Map<String, OffsetDateTime> ends = new HashMap<>();
                    for (StepReport step : pair.report.steps()) {
                        ends.put(step.key(), moment(step, StepField.COMPLETED_AT));
                    }
                    OffsetDateTime begin =
                            pair.report
                                    .execution()
                                    .fields()
                                    .get(ExecutionField.STARTED_AT, OffsetDateTime.class);

                    for (JsonNode task : pair.specified()) {
                        OffsetDateTime latest = begin;
                        for (JsonNode parent : task.get("parents")) {
                            OffsetDateTime end = ends.get(parent.asText());
                            latest = end.isAfter(latest) ? end : latest;
                        }
                        StepReport step = step(pair.report, task.get("id").asText());
                        assertThat(moment(step, StepField.STARTED_AT)).isEqualTo(latest);
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> payloads_holdTheCommandsFilesAndMeasurements() throws IOException {
        return each(
                pair -> {
                    for (JsonNode task : pair.executed()) {
                        String id = task.get("id").asText();
                        JsonNode input = json(field(pair.report, id, StepField.INPUT));
                        JsonNode metadata = json(field(pair.report, id, StepField.METADATA));

                        assertThat(input.get("command")).isEqualTo(task.get("command"));
                        task.fieldNames()
                                .forEachRemaining(
                                        name -> {
                                            if (!Set.of("id", "command").contains(name)) {
                                                assertThat(metadata.get(name))
                                                        .isEqualTo(task.get(name));
                                            }
                                        });
                        assertThat(step(pair.report, id).fields().notices()).isEmpty();
                    }
                    assertThat(
                                    json(execution(pair.report, ExecutionField.METADATA))
                                            .at("/workflow/execution/machines"))
                            .isEqualTo(pair.file.at("/workflow/execution/machines"));
                });
    }

    @TestFactory
    Stream<DynamicTest> nodes_areFewerThanTasksUnlessEachIsItsOwnProcess() throws IOException {
        return each(
                pair -> {
                    Set<Object> nodes = new HashSet<>();
                    pair.report
                            .steps()
                            .forEach(step -> nodes.add(step.fields().get(StepField.NODE_ID)));
                    Set<String> names = new HashSet<>();
                    pair.specified().forEach(task -> names.add(task.get("name").asText()));

                    boolean nextflow = pair.file.at("/workflow").has("runName");
                    if (nextflow) {
                        assertThat(nodes).isEqualTo(names);
                    } else {
                        assertThat(nodes).hasSizeLessThanOrEqualTo(14);
                    }
                });
    }

    @Test
    void externalIds_areTheSameAgainAndDifferBetweenFiles() throws IOException {
        Map<String, Path> ids = new HashMap<>();
        for (Path path : paths()) {
            byte[] file = Files.readAllBytes(path);
            String id = read(file).execution().externalId();
            String again =
                    read(TREES.writerWithDefaultPrettyPrinter()
                                    .writeValueAsBytes(TREES.readTree(file)))
                            .execution()
                            .externalId();

            assertThat(again).isEqualTo(id).matches("wfformat:[0-9a-f]{32}");
            assertThat(ids.put(id, path)).isNull();
        }
    }

    private static Stream<DynamicTest> each(Consumer<Pair> test) throws IOException {
        return paths().stream()
                .map(
                        path ->
                                DynamicTest.dynamicTest(
                                        path.getFileName().toString(),
                                        () -> {
                                            byte[] file = Files.readAllBytes(path);
                                            test.accept(new Pair(read(file), TREES.readTree(file)));
                                        }));
    }

    private static List<Path> paths() throws IOException {
        assumeTrue(Files.isDirectory(FILES), () -> "There are no published runs in " + FILES);
        try (Stream<Path> paths = Files.list(FILES)) {
            return paths.filter(path -> path.toString().endsWith(".json")).sorted().toList();
        }
    }
}
