package dev.hindsight.importer;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Transcripts.export;
import static dev.hindsight.fixture.Transcripts.forget;
import static dev.hindsight.fixture.Transcripts.id;
import static dev.hindsight.fixture.Transcripts.sorted;
import static dev.hindsight.fixture.Transcripts.take;
import static dev.hindsight.fixture.Transcripts.taken;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.fixture.Transcripts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Transcripts that are taken in, again and late. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class TranscriptImportTest {

    private final String externalId = fresh();

    private String begun() {
        report(
                externalId,
                "'status': 'running', 'startedAt': 1000, 'note': 'first', 'dag': {'nodes': []},"
                        + " 'steps': [{'key': 'a', 'nodeId': 'n'}, {'key': 'b', 'nodeId': 'n', 'status': 'failed'}],"
                        + " 'logs': [{'sequence': 0, 'message': 'a'}, {'sequence': 0, 'message': 'b'}]");
        return export(externalId);
    }

    /** An execution that does not fit into one transaction. */
    private String large() {
        begun();
        for (int part = 0; part < 4; part++) {
            post(
                    ext(externalId) + "/steps",
                    IntStream.range(part * 400, part * 400 + 400)
                            .mapToObj("{'key': 'k%d', 'nodeId': 'n', 'output': {}}"::formatted)
                            .collect(Collectors.joining(",", "[", "]")));
        }
        return export(externalId);
    }

    private static String without(String lines, String... members) {
        String less = lines;
        for (String member : members) {
            less = less.replaceAll("\"" + member + "\":(\"[^\"]*\"|\\d+|null),?", "");
        }
        return less;
    }

    @Nested
    class Again {

        @Test
        void sameFile_changesNothing() {
            String file = begun();
            long changes = Rows.number("SELECT coalesce(max(id), 0) FROM change");

            JsonNode first = taken(file);
            JsonNode second = taken(file);

            assertThat(second).isEqualTo(first);
            assertThat(first.toString())
                    .isEqualTo(
                            "{\"executions\":[{\"id\":\"%s\",\"externalId\":\"%s\"}],\"steps\":2,\"logs\":2}"
                                    .formatted(id(externalId), externalId));
            assertThat(sorted(export(externalId))).isEqualTo(sorted(file));
            assertThat(Rows.number("SELECT coalesce(max(id), 0) FROM change")).isEqualTo(changes);
            assertThat(get(ext(externalId)).at("/importedAt").isNull()).isTrue();
        }

        @Test
        void sameFile_mayComeTwiceAtOnce() {
            String file = large();
            forget(id(externalId));

            List<Integer> statuses =
                    IntStream.range(0, 3)
                            .mapToObj(i -> CompletableFuture.supplyAsync(() -> take(file).status()))
                            .toList()
                            .stream()
                            .map(CompletableFuture::join)
                            .toList();

            assertThat(statuses).containsOnly(200);
            assertThat(sorted(export(externalId))).isEqualTo(sorted(file));
        }

        @Test
        void olderFile_changesNothing() {
            String older = begun();
            report(externalId, "'status': 'completed', 'output': 1, 'note': 'second'");
            patch(ext(externalId) + "/steps/a", "{'status': 'completed', 'output': 2}");
            post(ext(externalId) + "/logs", "[{'message': 'c'}]");
            String newer = export(externalId);

            taken(older);

            assertThat(sorted(export(externalId))).isEqualTo(sorted(newer));
        }

        @Test
        void newerFile_completesWhatIsThere() {
            String older = begun();
            report(
                    externalId,
                    "'status': 'completed', 'output': 1, 'note': 'second', 'completedAt': 9000");
            patch(ext(externalId) + "/steps/a", "{'status': 'completed', 'output': 2}");
            post(ext(externalId) + "/steps", "{'key': 'c', 'nodeId': 'n', 'status': 'failed'}");
            post(ext(externalId) + "/logs", "[{'message': 'c'}]");
            String newer = export(externalId);
            forget(id(externalId));
            taken(older);

            taken(newer);

            String now = export(externalId);
            assertThat(without(String.join("", sorted(now)), "version", "updatedAt"))
                    .isEqualTo(without(String.join("", sorted(newer)), "version", "updatedAt"));
            taken(newer);
            assertThat(sorted(export(externalId))).isEqualTo(sorted(now));
        }

        @Test
        void file_keepsWhatOthersReportedMeanwhile() {
            String file = begun();
            forget(id(externalId));
            UUID id =
                    UUID.fromString(
                            Transcripts.json(file.lines().toList().get(1))
                                    .at("/execution/id")
                                    .asText());
            post(
                    Api.EXECUTIONS,
                    "{'id': '%s', 'externalId': '%s', 'workflowId': 'w', 'status': 'failed', 'startedAt': 5000,"
                                    .formatted(id, externalId)
                            + " 'steps': [{'key': 'z', 'nodeId': 'n'}], 'logs': [{'sequence': 0, 'message': 'other'}]}");

            taken(file);
            taken(file);

            JsonNode now = get(ext(externalId) + "?include=steps,logs").body();
            assertThat(now.at("/status").asText()).isEqualTo("failed");
            assertThat(now.at("/startedAt").asText()).isEqualTo("1970-01-01T00:00:05.000Z");
            assertThat(now.at("/note").asText()).isEqualTo("first");
            assertThat(now.at("/version").asInt()).isEqualTo(2);
            assertThat(now.at("/steps")).hasSize(3);
            assertThat(now.at("/logs").findValuesAsText("message"))
                    .containsExactly("other", "b", "a");
        }
    }

    @Nested
    class Late {

        private static final List<String> STATUSES =
                List.of("pending", "running", "failed", "completed", "crashed");

        /** A report with moments of its own, so that nothing depends on the clock. */
        private static String random(Random random) {
            StringBuilder members = new StringBuilder("'startedAt': 1000");
            String status = STATUSES.get(random.nextInt(STATUSES.size()));
            if (random.nextInt(3) > 0) {
                members.append(", 'status': '%s'".formatted(status));
                if (!List.of("pending", "running").contains(status)) {
                    members.append(", 'completedAt': ").append(2000 + random.nextInt(3));
                }
            }
            if (random.nextInt(4) > 0) {
                members.append(", 'reportedAt': ").append(1_600_000_000_000L + random.nextInt(5));
            }
            for (String field : List.of("note", "input", "statusReason", "createdBy")) {
                if (random.nextInt(3) == 0) {
                    members.append(", '%s': '%d'".formatted(field, random.nextInt(9)));
                }
            }
            if (random.nextInt(3) == 0) {
                members.append(", 'labels': {'k': '%d'}".formatted(random.nextInt(9)));
            }
            if (random.nextInt(2) == 0) {
                members.append(
                        ", 'steps': [{'key': 's%d', 'nodeId': 'n%d', 'status': '%s', 'startedAt': 1, 'completedAt': 2, 'output': %d}]"
                                .formatted(
                                        random.nextInt(2),
                                        random.nextInt(3),
                                        STATUSES.get(random.nextInt(4)),
                                        random.nextInt(9)));
            }
            if (random.nextInt(2) == 0) {
                members.append(
                        ", 'logs': [{'sequence': %d, 'timestamp': 1, 'message': '%d'}]"
                                .formatted(random.nextInt(3), random.nextInt(3)));
            }
            return members.toString();
        }

        @Test
        void reports_mergeAsIfNothingHadBeen() {
            for (int seed = 0; seed < 40; seed++) {
                Random random = new Random(seed);
                String name = fresh();
                List<String> early = IntStream.range(0, 4).mapToObj(i -> random(random)).toList();
                List<String> late = IntStream.range(0, 4).mapToObj(i -> random(random)).toList();
                early.forEach(it -> report(name, it));
                String between = export(name);
                late.forEach(it -> report(name, it));
                String undisturbed = export(name);
                forget(id(name));
                taken(between);

                late.forEach(it -> report(name, it));

                assertThat(timeless(export(name)))
                        .as("seed " + seed)
                        .isEqualTo(timeless(undisturbed));
            }
        }

        /** What no two reports of a test may tell at the same moment. */
        private static String distinct(Random random, List<Integer> moments) {
            return random(random)
                            .replaceAll(", 'reportedAt': \\d+", "")
                            .replace("'crashed'", "'running'")
                            // Of two ends the first to arrive stays, which no copy can tell.
                            .replace("'failed'", "'completed'")
                            // Which line of two keeps its sequence is settled by arrival, too.
                            .replaceAll(", 'logs': \\[[^]]*]", "")
                    + ", 'reportedAt': "
                    + (1_600_000_000_000L + moments.remove(random.nextInt(moments.size())));
        }

        /** Steps tell their moments themselves. */
        private static String dated(String report) {
            String moment = report.replaceAll(".*'reportedAt': ", "");
            return report.replace("'output'", "'reportedAt': " + moment + ", 'output'");
        }

        @Test
        void copies_mergeAsTheirReportsWould() {
            for (int seed = 0; seed < 40; seed++) {
                Random random = new Random(seed);
                List<Integer> moments = new ArrayList<>(IntStream.range(0, 20).boxed().toList());
                List<String> reports =
                        IntStream.range(0, 9)
                                .mapToObj(i -> dated(distinct(random, moments)))
                                .toList();
                String name = fresh();
                reports.subList(0, 3).forEach(it -> report(name, it));
                String common = export(name);
                reports.subList(3, 6).forEach(it -> report(name, it));
                String one = export(name);
                reports.subList(6, 9).forEach(it -> report(name, it));
                String all = export(name);
                forget(id(name));
                taken(common);
                reports.subList(6, 9).forEach(it -> report(name, it));

                taken(one);

                assertThat(fields(export(name))).as("seed " + seed).isEqualTo(fields(all));
            }
        }

        /** The records without versions, stamps and moments of arrival, and without lines. */
        private static List<String> fields(String lines) {
            return timeless(lines).stream()
                    .filter(line -> !line.startsWith("{\"log\""))
                    .map(line -> line.replaceAll("\"version\":\\d+|\"merge\":\\{[^}]*}", ""))
                    .toList();
        }

        /** Without the moments of arrival. */
        private static List<String> timeless(String lines) {
            return sorted(lines).stream()
                    .map(
                            line ->
                                    line.replaceAll(
                                            "\"20[2-9]\\d-\\d\\d-\\d\\dT(?!0[0-9]:26:40)[^\"]*\"",
                                            "\"now\""))
                    .toList();
        }
    }
}
