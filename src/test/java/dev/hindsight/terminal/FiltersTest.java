package dev.hindsight.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.command.Misuse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FiltersTest {

    @Test
    void query_isThatOfTheList() {
        assertThat(Filters.of(List.of("status=failed,crashed", "label=team:a&b", "q=")).query())
                .isEqualTo("status=failed%2Ccrashed&label=team%3Aa%26b&q=&");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=failed,crashed | {\"status\":[\"failed\",\"crashed\"]}",
                "workflowId=a\\,b | {\"workflowId\":[\"a,b\"]}",
                "label=team:a:b | {\"label\":{\"team\":\"a:b\"}}",
                "pinned=true | {\"pinned\":true}",
                "createdBy=true | {\"createdBy\":[\"true\"]}",
                "deleted=any | {\"deleted\":\"any\"}",
                "minDurationMs=5 | {\"minDurationMs\":5}",
                "workflowName=a,b | {\"workflowName\":\"a,b\"}",
                "externalId=a=b | {\"externalId\":[\"a=b\"]}"
            })
    void live_takesThemAsJson(String filter, String json) {
        assertThat(Filters.of(List.of(filter)).json()).hasToString(json);
    }

    @Test
    void labels_areAllTaken() {
        assertThat(Filters.of(List.of("label=a:1", "label=b:2")).json())
                .hasToString("{\"label\":{\"a\":\"1\",\"b\":\"2\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "ext:a=b", "limit=5", "cursor=x", "=x"})
    void whatIsNone_isMisuse(String argument) {
        assertThatThrownBy(() -> Filters.of(List.of(argument))).isInstanceOf(Misuse.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"minDurationMs=long", "label=team"})
    void valuesWithoutAForm_areMisuse(String argument) {
        assertThatThrownBy(() -> Filters.of(List.of(argument)).json()).isInstanceOf(Misuse.class);
    }

    @Test
    void seenLines_areNewOnce() {
        LogTail.Seen seen = new LogTail.Seen();
        seen.beginAfter(4);

        assertThat(seen.add(6)).isTrue();
        assertThat(seen.contiguous()).isEqualTo(4);
        assertThat(seen.add(6)).isFalse();
        assertThat(seen.add(5)).isTrue();
        assertThat(seen.contiguous()).isEqualTo(6);
        assertThat(List.of(seen.add(5), seen.add(6), seen.add(7), seen.add(9)))
                .containsExactly(false, false, true, true);
        assertThat(seen.contiguous()).isEqualTo(7);
    }

    /** As numbers are that were made of times. */
    @Test
    void seenLinesThatAreFarApart_areForgottenInTheEnd() {
        LogTail.Seen seen = new LogTail.Seen();
        int most = LogTail.Seen.MAX_RANGES;
        for (long i = 1; i <= most; i++) {
            assertThat(seen.add(i * 10)).isTrue();
        }

        assertThat(seen.add(15)).isTrue();
        assertThat(seen.add(12)).isFalse();
        assertThat(seen.add(most * 10L - 5)).isTrue();
        assertThat(seen.add(most * 10L)).isFalse();
    }
}
