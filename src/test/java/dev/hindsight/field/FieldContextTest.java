package dev.hindsight.field;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.problem.ProblemException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is cut out of a body as it was sent. */
class FieldContextTest {

    private static String raw(byte[] body) throws IOException {
        FieldContext context = new FieldContext(body);
        return Body.read(body, context, parser -> String.valueOf(context.raw(parser)));
    }

    @Test
    void rawValue_isTheTextThatWasSent() throws IOException {
        String json = "{\"ä\": [1.50, \"\\u0000\\ud800 \uD83D\uDE00\"] }";

        assertThat(raw((" " + json + "\n").getBytes(UTF_8))).isEqualTo(json);
    }

    /** As text it would hold another character than was sent, and nobody would know. */
    @Test
    void rawHalfOfASurrogatePair_isRefused() {
        byte[] half = {'[', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ']'};

        assertThatThrownBy(() -> raw(half))
                .isInstanceOf(ProblemException.class)
                .hasMessage("It is not UTF-8.");
    }
}
