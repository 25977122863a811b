package dev.hindsight.exporter;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Transcripts.export;
import static dev.hindsight.fixture.Transcripts.sorted;
import static dev.hindsight.fixture.Transcripts.take;
import static dev.hindsight.fixture.Transcripts.taken;
import static dev.hindsight.fixture.Transcripts.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Transcripts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Whatever is taken can be exported, and what is exported is taken again. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class LargestValuesTest {

    private static final int MIB = 1024 * 1024;

    private final String id = fresh();

    private void purge() {
        assertThat(Api.send("DELETE", ext(id) + "?purge=true", null).status()).isEqualTo(204);
    }

    /** Compared without a word: the texts are too large to be told apart by an assertion. */
    private static void isSame(String one, String other) {
        assertThat(sorted(one).equals(sorted(other))).isTrue();
    }

    private void comesBack() {
        String first = export(id);
        purge();
        taken(first);
        isSame(export(id), first);
    }

    @Nested
    class Artifacts {

        private String put(int bytes) {
            report(id, "");
            // Two bytes each, so that slices cut some of them.
            String value = "[\"" + "ä".repeat(bytes / 2 - 4) + "\", \"\\\"\"]";
            String path = ext(id) + "/artifacts/n%22/k";
            assertThat(Api.send("PUT", path, value.getBytes(UTF_8)).status()).isBetween(200, 204);
            post(ext(id) + "/logs", "[{'message': 'm'}]");
            return value;
        }

        private String artifact() {
            return text(ext(id) + "/artifacts/n%22/k");
        }

        @Test
        void aboveTheLargestLine_comeBack() {
            String value = put(10 * MIB - 16);

            comesBack();

            assertThat(artifact().equals(value)).isTrue();
            assertThat(export(id).lines().mapToInt(String::length).max().orElse(0))
                    .isLessThan(7 * MIB);
        }

        @Test
        void thatJustFitALine_areOne() {
            put(7 * MIB - 16);

            comesBack();

            assertThat(export(id)).contains("\"key\":\"k\",\"value\":[");
        }

        @Test
        void inADocument_comeBack() {
            String value = put(9 * MIB);
            String document = text(ext(id) + "/export?format=json");
            purge();

            Answer answer = Api.postRaw(Transcripts.IMPORT, document);

            assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
            assertThat(artifact().equals(value)).isTrue();
        }

        @Test
        void ofWhichASliceIsMissing_areRefused() {
            put(9 * MIB);
            String whole = export(id);
            List<String> lines = whole.lines().toList();
            purge();
            for (int n = 0; n < 3; n++) {
                String slice = "\"n\":" + n + ",\"base64\"";
                String cut =
                        lines.stream()
                                .filter(line -> !line.contains(slice))
                                .collect(Collectors.joining("\n"));

                Answer answer = take(cut);

                assertThat(answer.status()).as("without slice " + n).isEqualTo(400);
                assertThat(answer.text("/detail")).containsAnyOf("slice", "not whole");
            }
            taken(whole);
            isSame(export(id), whole);
        }
    }

    @Nested
    class Sequences {

        private static final long LAST = 4_611_686_018_427_387_903L;

        @Test
        void behindTheLargestOne_noneIsAssigned() {
            report(id, "");
            String line = "[{'sequence': %d, 'message': 'last'}]".formatted(LAST);
            assertThat(post(ext(id) + "/logs", line).status()).isEqualTo(200);

            Answer without = post(ext(id) + "/logs", "[{'message': 'without'}]");
            Answer taken = post(ext(id) + "/logs", line.replace("last", "another"));
            Answer below = post(ext(id) + "/logs", "[{'sequence': 1, 'message': 'below'}]");

            assertThat(without.status()).isEqualTo(400);
            assertThat(without.text("/detail")).contains(String.valueOf(LAST));
            assertThat(taken.status()).isEqualTo(400);
            assertThat(below.status()).isEqualTo(200);
            comesBack();
            assertThat(get(ext(id) + "/logs").at("/items")).hasSize(2);
        }

        @Test
        void upToTheLargestOne_areAssigned() {
            report(id, "");
            post(ext(id) + "/logs", "[{'sequence': %d, 'message': 'a'}]".formatted(LAST - 1));

            assertThat(post(ext(id) + "/logs", "[{'message': 'b'}]").status()).isEqualTo(200);

            assertThat(get(ext(id) + "/logs").at("/items/1/sequence").asLong()).isEqualTo(LAST);
            comesBack();
        }
    }

    @Nested
    class Durations {

        private static final String LONGEST = "315537897599999";

        private static final String ALL_TIME =
                "'startedAt': '0001-01-01T00:00:00Z', 'completedAt': '9999-12-31T23:59:59.999Z'";

        @Test
        void ofAllTime_comeBack() {
            report(
                    id,
                    "'status': 'completed', %1$s, 'steps': [{'key': 'k', 'nodeId': 'n', %1$s}]"
                            .formatted(ALL_TIME));
            assertThat(get(ext(id)).text("/durationMs")).isEqualTo(LONGEST);
            assertThat(get(ext(id) + "/steps/k").text("/durationMs")).isEqualTo(LONGEST);

            comesBack();

            Answer found =
                    get(
                            "%s?externalId=%s&minDurationMs=%3$s&maxDurationMs=%3$s"
                                    .formatted(Api.EXECUTIONS, id, LONGEST));
            assertThat(found.at("/items")).hasSize(1);
        }

        @Test
        void thatWereSent_comeBackWithTheStartTheyTell() {
            report(
                    id,
                    "'status': 'completed', 'completedAt': '9999-12-31T23:59:59.999Z',"
                            + " 'durationMs': "
                            + LONGEST);
            assertThat(get(ext(id)).text("/startedAt")).isEqualTo("0001-01-01T00:00:00.000Z");

            comesBack();
        }
    }
}
