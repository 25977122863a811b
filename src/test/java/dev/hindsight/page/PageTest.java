package dev.hindsight.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    private static final ObjectMapper SPARING =
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_EMPTY);

    @Test
    void page_alwaysSaysWhetherThereIsANext() throws JsonProcessingException {
        for (ObjectMapper json : List.of(new ObjectMapper(), SPARING)) {
            assertThat(json.writeValueAsString(new Page<>(List.of("a"), null)))
                    .isEqualTo("{\"items\":[\"a\"],\"nextCursor\":null}");
            assertThat(json.writeValueAsString(new Page<>(List.of(), null)))
                    .isEqualTo("{\"items\":[],\"nextCursor\":null}");
        }
    }

    @Test
    void total_isToldWhenAskedFor() throws JsonProcessingException {
        Page<String> page = new Page<>(List.of("a"), "n");

        assertThat(SPARING.writeValueAsString(page.withTotal(0)))
                .isEqualTo("{\"items\":[\"a\"],\"nextCursor\":\"n\",\"total\":0}");
        assertThat(SPARING.writeValueAsString(page.withCappedTotal(10_000)))
                .isEqualTo(
                        "{\"items\":[\"a\"],\"nextCursor\":\"n\",\"total\":10000,\"totalIsCapped\":true}");
    }

    @Test
    void rowsBeyondTheLimit_makeANextPage() {
        Limit two = new Limit(2);

        Page<Long> more = Page.of(List.of(1L, 2L, 3L), two, row -> Cursor.of(9, Part.number(row)));
        Page<Long> last = Page.of(List.of(1L, 2L), two, row -> Cursor.of(9, Part.number(row)));

        assertThat(more.items()).containsExactly(1L, 2L);
        assertThat(Cursor.decode(more.nextCursor(), 9).number(0)).isEqualTo(2);
        assertThat(last.items()).containsExactly(1L, 2L);
        assertThat(last.nextCursor()).isNull();
        assertThat(more.map(String::valueOf).nextCursor()).isEqualTo(more.nextCursor());
    }

    @Test
    void limit_is50UnlessNamed() {
        assertThat(Limit.of(null).value()).isEqualTo(50);
        assertThat(Limit.of(1).value()).isEqualTo(1);
        assertThat(Limit.fromString("1000").value()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "", "ten", "1.5", "99999999999", " 5"})
    void limit_outOfRange_isNamed(String text) {
        assertThatThrownBy(() -> Limit.fromString(text))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem ->
                                assertThat(problem.violations().get(0).pointer())
                                        .isEqualTo("limit"));
    }

    @Test
    void offset_isNoneUnlessNamed() {
        assertThat(Offset.of(null).value()).isZero();
        assertThat(Offset.fromString("10000").value()).isEqualTo(10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "10001", "", "ten"})
    void offset_outOfRange_pointsToTheCursor(String text) {
        assertThatThrownBy(() -> Offset.fromString(text))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("`offset`")
                .hasMessageContaining("`cursor`");
    }

    @Test
    void fingerprint_ignoresWhatDoesNotChangeTheQuestion() {
        long question = Fingerprint.of("a", "desc", Map.of("s", Set.of("x", "y"), "e", List.of()));

        assertThat(Fingerprint.of("a", "desc", Map.of("s", List.of("y", "x")))).isEqualTo(question);
    }

    @Test
    void fingerprint_tellsQuestionsApart() {
        assertThat(
                        Arrays.asList(
                                Fingerprint.of("a", "desc", Map.of()),
                                Fingerprint.of("a", "asc", Map.of()),
                                Fingerprint.of("ad", "esc", Map.of()),
                                Fingerprint.of("a", "desc", Map.of("s", "x")),
                                Fingerprint.of("a", "desc", Map.of("s", "xy")),
                                Fingerprint.of("a", "desc", Map.of("s", List.of("x", "y"))),
                                Fingerprint.of("a", "desc", Map.of("s", List.of("x"), "y", "1")),
                                Fingerprint.of("a", "desc", Map.of("t", "x"))))
                .doesNotHaveDuplicates();
    }
}
