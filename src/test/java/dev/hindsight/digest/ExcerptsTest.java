package dev.hindsight.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How payloads are cut. */
class ExcerptsTest {

    @Test
    void values_thatFitStayAsTheyAre() {
        Excerpts excerpts = new Excerpts(8);

        assertThat(excerpts.json("\"123456\"")).isEqualTo("\"123456\"");
        assertThat(excerpts.text("éééé")).isEqualTo("éééé");
        assertThat(excerpts.json(null)).isNull();
        assertThat(excerpts.isCut()).isFalse();
    }

    @Test
    void documents_areReplacedByTheirBeginning() {
        Excerpts excerpts = new Excerpts(4);

        assertThat(excerpts.json("{\"é\":1}"))
                .isEqualTo("{\"$truncated\":true,\"bytes\":8,\"preview\":\"{\\\"é\"}");
        assertThat(excerpts.isCut()).isTrue();
    }

    @Test
    void characters_areNotCutInTwo() {
        assertThat(new Excerpts(5).text("a😀😀")).isEqualTo("a😀…");
        assertThat(new Excerpts(4).text("a😀")).isEqualTo("a…");
    }

    @Test
    void values_shareABound() {
        Excerpts excerpts = new Excerpts(64 * 1024);
        String value = "x".repeat(60_000);
        int bytes = 0;

        for (int i = 0; i < 100; i++) {
            bytes += String.valueOf(excerpts.text(value)).replace("…", "").getBytes(UTF_8).length;
        }

        assertThat(bytes).isEqualTo(Excerpts.MAX_ALL);
        assertThat(excerpts.isCut()).isTrue();
    }
}
