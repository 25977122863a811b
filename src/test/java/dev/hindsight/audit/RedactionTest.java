package dev.hindsight.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.audit.AuditStore.Words;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which words of the audit name somebody. */
class RedactionTest {

    private static final Pattern ANN =
            Pattern.compile("(?<![\\p{L}\\p{N}])\\Qann@x\\E(?![\\p{L}\\p{N}])");

    private static Words words(String target, @Nullable String detail) {
        return new Words(new UUID(1, 1), target, detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"filter\":{\"createdBy\":[\"b\",\"ann@x\"]}}",
                "{\"filter\":{\"created\\u0042y\":\"\\u0061nn@x\"}}",
                "{\"filter\":{\"q\":\"of ann@x, and others\"}}",
                "no JSON of ann@x"
            })
    void detailThatNamesThem_isReplaced(String detail) {
        assertThat(Redaction.without(ANN, words("executions", detail)))
                .isEqualTo(words("executions", "{\"erased\":true}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "createdBy=ann%40x",
                "createdBy=b,ann@x&limit=1",
                "q=by+ann%40x",
                "x=%zz,ann@x"
            })
    void questionThatNamesThem_isCutOff(String question) {
        assertThat(Redaction.without(ANN, words("/executions/export?" + question, null)))
                .isEqualTo(words("/executions/export?erased", null));
    }

    @Test
    void othersOfWhoseNamesItIsAPart_stay() {
        Words others =
                words("/export?createdBy=joann%40x", "{\"filter\":{\"createdBy\":\"ann@xy\"}}");

        assertThat(Redaction.without(ANN, others)).isEqualTo(others);
    }
}
