package dev.hindsight.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    private static final List<String> KNOWN =
            List.of("status", "startedAfter", "startedBefore", "limit", "q", "orderBy", "orderDir");

    @ParameterizedTest
    @CsvSource({
        "statsu, status",
        "state, status",
        "STATUS, status",
        "startedafter, startedAfter",
        "limits, limit",
        "lmit, limit",
        "Q, q",
        "orderby, orderBy"
    })
    void slip_isRecognised(String unknown, String meant) {
        assertThat(NearestName.of(unknown, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"workflow", "finished", "xyzzy", "''"})
    void otherWord_isNot(String unknown) {
        assertThat(NearestName.of(unknown, KNOWN)).isEmpty();
    }

    @Test
    void longWord_isNotCompared() {
        assertThat(NearestName.of("x".repeat(100_000), KNOWN)).isEmpty();
    }
}
