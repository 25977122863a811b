package dev.hindsight.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {

    private static final int MAX_LINE = 10;

    private static final String BODY = "one\n\n \t\r\nfour\r\n12345678901\nsix\nseven";

    /** Lines as {@code number:text}, those that are too long as {@code number!}. */
    private static List<String> split(String body, int chunk) {
        LineSplitter splitter = new LineSplitter(MAX_LINE);
        List<LineSplitter.Numbered> lines = new ArrayList<>();
        byte[] bytes = body.getBytes(UTF_8);
        for (int from = 0; from < bytes.length; from += chunk) {
            lines.addAll(
                    splitter.take(
                            Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunk))));
        }
        lines.addAll(splitter.end());
        return lines.stream()
                .map(
                        line ->
                                line.isTooLong()
                                        ? line.number() + "!"
                                        : line.number() + ":" + new String(line.bytes(), UTF_8))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 100})
    void lines_areTheSameHoweverTheyAreCut(int chunk) {
        assertThat(split(BODY, chunk))
                .containsExactly("1:one", "4:four\r", "5!", "6:six", "7:seven");
    }

    @Test
    void longestLine_isTaken() {
        assertThat(split("1234567890\n1234567890", 7))
                .containsExactly("1:1234567890", "2:1234567890");
    }

    @Test
    void tooLongLine_isToldBeforeItEnds_andOnce() {
        LineSplitter splitter = new LineSplitter(MAX_LINE);

        assertThat(splitter.take("123456789".getBytes(UTF_8))).isEmpty();
        List<LineSplitter.Numbered> lines = splitter.take("0123".getBytes(UTF_8));

        assertThat(lines).hasSize(1).allMatch(LineSplitter.Numbered::isTooLong);
        assertThat(lines.get(0).bytes()).isEmpty();
        assertThat(splitter.take("x".repeat(100).getBytes(UTF_8))).isEmpty();
        assertThat(splitter.end()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\n\n", " \n\t", "\r\n"})
    void blankBody_hasNoLines(String body) {
        assertThat(split(body, 1)).isEmpty();
    }
}
