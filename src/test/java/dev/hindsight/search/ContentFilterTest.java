package dev.hindsight.search;

import static dev.hindsight.search.Listing.allIds;
import static dev.hindsight.search.Listing.ask;
import static dev.hindsight.search.Listing.counts;
import static dev.hindsight.search.Listing.ids;
import static dev.hindsight.search.Listing.page;
import static dev.hindsight.search.Listing.rejected;
import static dev.hindsight.search.Listing.report;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.either;
import static org.hamcrest.Matchers.is;

import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a list is narrowed by that no column holds: words, and what payloads contain. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ContentFilterTest {

    /** A word that no other test uses. */
    private final String own = "w" + UUID.randomUUID().toString().replace("-", "");

    private String failed(String message) {
        return report(
                "{\"workflowId\": \"%s\", \"status\": \"failed\", \"error\": \"%s\"}"
                        .formatted(own, message));
    }

    @Nested
    class OfWords {

        @Test
        void words_areFoundInMessageNameAndNote() {
            String message = failed("No route to " + own);
            String name =
                    report(
                            "{\"workflowId\": \"w\", \"workflowName\": \"Import of %s\"}"
                                    .formatted(own));
            String note =
                    report("{\"workflowId\": \"w\", \"note\": \"seen by %s\"}".formatted(own));
            report("{\"workflowId\": \"%s\", \"createdBy\": \"%s\"}".formatted(own, own));

            assertThat(ids("q", own)).containsExactly(note, name, message);
            assertThat(ids("q", own, "status", "failed")).containsExactly(message);
            assertThat(ids("q", own, "orderBy", "updatedAt", "orderDir", "asc"))
                    .containsExactly(message, name, note);
            assertThat(counts("q", own)).containsEntry("total", 3).containsEntry("failed", 1);
            assertThat(page("q", own, "count", "capped").getInt("total")).isEqualTo(3);
        }

        @Test
        void words_mayBeSpreadOverTheThree() {
            String both =
                    report(
                            "{\"workflowId\": \"w\", \"workflowName\": \"Payment %s\", \"status\": \"failed\", \"error\": \"Connection timed out\"}"
                                    .formatted(own));

            assertThat(ids("q", own + " timed payment")).containsExactly(both);
            assertThat(ids("q", own + " refused")).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "java.net.SocketTimeoutException: Read timed out|sockettime",
                    "GET /api/Orders/17?expand=lines failed|orders 17 lines",
                    "host db-3.eu-west.example.com:5432|west example 5432",
                    "value=-12.50e3 is out_of_range|12 range",
                    "user <jo.doe@example.com>|doe example",
                    "Zahlung für Müller abgelehnt|MÜLLER",
                    "it''s broken|it s"
                })
        void words_areFoundByTheirBeginnings(String message, String words) {
            String found = failed(own + " " + message);
            failed(own + " something else");

            assertThat(ids("q", own + " " + words)).containsExactly(found);
        }

        @Test
        void words_areNotFoundByTheirEnds() {
            failed(own + " reorder");

            assertThat(ids("q", own + " order")).isEmpty();
        }

        @Test
        void pages_followOneAnother() {
            List<String> all = List.of(failed(own + " 1"), failed(own + " 2"), failed(own + " 3"));

            assertThat(allIds(2, "q", own, "orderDir", "asc")).isEqualTo(all);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "   ", "-- !"})
        void textWithoutWords_isRefused(String q) {
            assertThat(rejected("q", q)).containsExactly("q");
        }

        @Test
        void hostileText_isTakenForWords() {
            failed(own);

            assertThat(ids("q", own + "' | !'b & <-> :* %_\\")).isEmpty();
            assertThat(ids("q", own + "':* & ! \\")).hasSize(1);
        }
    }

    @Nested
    class OfPayloads {

        private String with(String input) {
            return report(
                    "{\"workflowId\": \"%1$s\", \"input\": %2$s, \"output\": {\"seen\": %2$s}, \"metadata\": [%2$s]}"
                            .formatted(own, input));
        }

        @Test
        void contained_isFoundWhateverElseIsThere() {
            String a = with("{\"order\": {\"id\": 17, \"lines\": [1, 2, 3]}, \"by\": \"x\"}");
            with("{\"order\": {\"id\": 18}}");
            report("{\"workflowId\": \"%s\"}".formatted(own));

            assertThat(ids("workflowId", own, "inputContains", "{\"order\": {\"id\": 17}}"))
                    .containsExactly(a);
            assertThat(ids("workflowId", own, "inputContains", "{\"order\": {\"lines\": [3, 1]}}"))
                    .containsExactly(a);
            assertThat(ids("workflowId", own, "outputContains", "{\"seen\": {\"by\": \"x\"}}"))
                    .containsExactly(a);
            assertThat(ids("workflowId", own, "metadataContains", "[{\"by\": \"x\"}]"))
                    .containsExactly(a);
            assertThat(ids("workflowId", own, "inputContains", "{\"by\": \"y\"}")).isEmpty();
            assertThat(counts("workflowId", own, "inputContains", "{}")).containsEntry("total", 2);
        }

        @Test
        void predicate_isTrue() {
            String big = with("{\"total\": 100.5, \"items\": [{\"price\": 7}]}");
            String small = with("{\"total\": 1, \"items\": []}");
            with("\"text\"");

            assertThat(ids("workflowId", own, "inputPath", "$.total > 100")).containsExactly(big);
            assertThat(ids("workflowId", own, "inputPath", "exists($.items[*] ? (@.price > 5))"))
                    .containsExactly(big);
            assertThat(ids("workflowId", own, "outputPath", "$.seen.total < 2"))
                    .containsExactly(small);
            assertThat(
                            ids(
                                    "workflowId",
                                    own,
                                    "metadataPath",
                                    "$[0] like_regex \"^TEX\" flag \"i\""))
                    .hasSize(1);
            assertThat(
                            ids(
                                    "workflowId",
                                    own,
                                    "inputPath",
                                    "$.total > 0",
                                    "inputContains",
                                    "{\"items\": []}",
                                    "orderBy",
                                    "durationMs"))
                    .containsExactlyInAnyOrder(big, small);
            assertThat(allIds(1, "workflowId", own, "inputPath", "$.total > 0"))
                    .containsExactly(small, big);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "inputContains|{\"a\":",
                    "outputContains|1e999999",
                    "metadataContains|'\"\\u0000\"'",
                    "inputContains|' '",
                    "inputPath|$.a",
                    "inputPath|$.a ? (@ > 1)",
                    "outputPath|select 1",
                    "metadataPath|$ like_regex \"(\"",
                    "metadataPath|''"
                })
        void whatPostgresDoesNotTake_isRefusedByName(String filter, String argument) {
            assertThat(rejected(filter, argument)).containsExactly(filter);
        }

        @Test
        void tooLongAnArgument_isRefused() {
            assertThat(rejected("inputContains", "\"" + "a".repeat(8_192) + "\""))
                    .containsExactly("inputContains");
        }

        /** Whether it fails, or holds for no payload, is up to the server's version. */
        @Test
        void pathThatFailsOnAPayload_isNotTheServersFault() {
            with("{\"at\": \"2026-11-20T18:00:00Z\"}");

            ask("workflowId", own, "inputPath", "$.at.datetime() < \"2026-11-21\".datetime()")
                    .statusCode(either(is(200)).or(is(400)));
        }

        @Test
        void export_isNarrowedLikewise() {
            String a = with("{\"a\": 1}");
            with("{\"a\": 2}");

            String lines =
                    given().queryParam("workflowId", own)
                            .queryParam("inputContains", "{\"a\": 1}")
                            .get("/api/v1/executions/export")
                            .then()
                            .statusCode(200)
                            .extract()
                            .asString();

            assertThat(lines).contains(a).doesNotContain("\"a\":2", "\"a\": 2");
        }

        @Test
        void liveChannel_knowsNone() {
            given().queryParam("inputContains", "{}")
                    .get("/api/v1/live/events")
                    .then()
                    .statusCode(400);
            given().queryParam("q", "a").get("/api/v1/live/events").then().statusCode(400);
        }
    }
}
