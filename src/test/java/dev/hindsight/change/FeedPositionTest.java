package dev.hindsight.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedPositionTest {

    private static final String EPOCH = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

    private static final FeedSnapshot SNAPSHOT = new FeedSnapshot(10, 20, List.of(10L, 15L));

    @Test
    void snapshot_seesWhatHadEnded() {
        assertThat(SNAPSHOT.sees(9)).isTrue();
        assertThat(SNAPSHOT.sees(10)).isFalse();
        assertThat(SNAPSHOT.sees(14)).isTrue();
        assertThat(SNAPSHOT.sees(15)).isFalse();
        assertThat(SNAPSHOT.sees(19)).isTrue();
        assertThat(SNAPSHOT.sees(20)).isFalse();
        assertThat(SNAPSHOT.sees(Long.MAX_VALUE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1:1:", "10:20:10,15", "10:20:", "7:9223372036854775807:7", "5:6:5"})
    void snapshot_isReadAsItIsWritten(String text) {
        assertThat(FeedSnapshot.ofText(text).orElseThrow().text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "::",
                "1:1",
                "0:1:",
                "1:0:",
                "2:1:",
                "1:2:2",
                "2:3:1",
                "1:9:3,3",
                "1:9:4,3",
                "1:9:3,",
                "1:9:,3",
                "1:9:3,,4",
                "01:9:",
                "1:09:",
                "1:9:03",
                "+1:9:",
                "-1:9:",
                " 1:9:",
                "1:9: ",
                "1:9:3:",
                "1:9:3\n",
                "1:9223372036854775808:",
                "1:4294967296:",
                "4294967296:4294967297:",
                "1:99999999999999999999:",
                "１:9:",
                "1:9:x",
                "1:9:3;4"
            })
    void snapshot_ofAnythingElseIsNone(String text) {
        assertThat(FeedSnapshot.ofText(text)).isEmpty();
    }

    @Test
    void snapshot_hasItsLimit() {
        StringBuilder text = new StringBuilder("1000:9999:1000");
        for (int xid = 1001; text.length() + 5 <= 4096; xid++) {
            text.append(',').append(xid);
        }

        assertThat(FeedSnapshot.ofText(text.toString())).isPresent();
        assertThat(FeedSnapshot.ofText(text + ",9998")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {EPOCH, "7312345678901234567." + EPOCH, "-7312345678901234567." + EPOCH})
    void cursor_isReadAsItIsWritten(String epoch) {
        FeedPosition position = new FeedPosition(epoch, SNAPSHOT);

        assertThat(position.cursor()).matches("[A-Za-z0-9_-]+");
        assertThat(FeedPosition.ofCursor(position.cursor())).contains(position);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "|",
                EPOCH,
                EPOCH + "|",
                EPOCH + "|1:1",
                "|1:1:",
                "x|1:1:",
                EPOCH + "|1:1:|",
                " " + EPOCH + "|1:1:",
                ".0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0|1:1:",
                "1.2.0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0|1:1:",
                "0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0|1:1:",
                EPOCH + "|1:1:\0",
                EPOCH + "|1:1:é"
            })
    void cursor_ofAnythingElseIsNone(String text) {
        String cursor =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(text.getBytes(StandardCharsets.UTF_8));

        assertThat(FeedPosition.ofCursor(cursor)).isEmpty();
    }

    @Test
    void cursor_hasOneSpelling() {
        String cursor = new FeedPosition(EPOCH, SNAPSHOT).cursor();
        String last = cursor.substring(cursor.length() - 1);
        char next = (char) (last.charAt(0) + 1);

        assertThat(FeedPosition.ofCursor(cursor + "=")).isEmpty();
        assertThat(FeedPosition.ofCursor(cursor + "\n")).isEmpty();
        assertThat(FeedPosition.ofCursor(cursor.substring(1))).isEmpty();
        assertThat(FeedPosition.ofCursor(cursor.substring(0, cursor.length() - 1) + next))
                .isNotEqualTo(FeedPosition.ofCursor(cursor));
        assertThat(FeedPosition.ofCursor("A".repeat(1_000_000))).isEmpty();
        assertThat(FeedPosition.ofCursor("A")).isEmpty();
        assertThat(FeedPosition.ofCursor("****")).isEmpty();
    }
}
