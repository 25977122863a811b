package dev.hindsight.payload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "líne\n\t\u0001", "12345678", "é€abc", "😀😀"})
    void text_thatFitsIsKept(String text) {
        CleanText clean = CleanText.of(text, 8, "/note");

        assertThat(clean.text()).isEqualTo(text);
        assertThat(clean.notices()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "123456789, 12345678, 9",
        "1234567é, 1234567, 9",
        "12345😀, 12345, 9",
        "€€€, €€, 9"
    })
    void text_thatIsTooLongIsCutBetweenCodePoints(String text, String stored, long bytes) {
        CleanText clean = CleanText.of(text, 8, "/note");

        assertThat(clean.text()).isEqualTo(stored);
        assertThat(clean.notices())
                .singleElement()
                .satisfies(
                        notice -> {
                            assertThat(notice.kind()).isEqualTo(Notice.Kind.TRUNCATED);
                            assertThat(notice.pointer()).isEqualTo("/note");
                            assertThat(notice.originalBytes()).isEqualTo(bytes);
                            assertThat(notice.sha256()).matches("[0-9a-f]{64}");
                        });
    }

    @Test
    void text_losesWhatPostgresCannotHold() {
        CleanText clean = CleanText.of("a\0b\uD800c😀\uDE00", 100, "/error/message");

        assertThat(clean.text()).isEqualTo("a\uFFFDb\uFFFDc😀\uFFFD");
        assertThat(clean.notices())
                .containsExactly(Notice.of(Notice.Kind.SANITIZED, "/error/message"));
    }

    @Test
    void text_cutBeforeItsFirstBadCharacterIsToldAsCutOnly() {
        CleanText clean = CleanText.of("abcd\0", 4, "/note");

        assertThat(clean.text()).isEqualTo("abcd");
        assertThat(clean.notices()).extracting(Notice::kind).containsExactly(Notice.Kind.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "order-7", "ключ", "😀😀😀😀😀😀😀😀", "a\nb"})
    void id_ofEightCodePointsAtMostPasses(String id) {
        assertThat(CleanText.idFault(id, 8)).isEmpty();
    }

    @Test
    void id_thatIsTooLongOrCannotBeHeldIsRefusedWithTheReason() {
        assertThat(CleanText.idFault("123456789", 8))
                .contains("Must not be longer than 8 characters.");
        assertThat(CleanText.idFault("a\0", 8)).contains("Must not contain the character U+0000.");
        assertThat(CleanText.idFault("a\uD83D", 8))
                .contains("Must not contain half of a surrogate pair.");
        assertThat(CleanText.idFault("😀\uDE00", 8))
                .contains("Must not contain half of a surrogate pair.");
    }
}
