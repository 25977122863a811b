package dev.hindsight.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a text is taken apart into. */
class WordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "timeout|'timeout':*",
                "  Time  out |'Time':* & 'out':*",
                "com.acme.OrderService$1|'com':* & 'acme':* & 'OrderService':* & '1':*",
                "/api/orders?id=17&x|'api':* & 'orders':* & 'id':* & '17':* & 'x':*",
                "it's \\ a:*b|'it':* & 's':* & 'a':* & 'b':*",
                "a a A|'a':* & 'A':*",
                "naïve – café|'naïve':* & 'café':*"
            })
    void words_areWhatStandsBetweenBlanksAndPunctuation(String text, String tsquery) {
        assertThat(Words.parse(text).tsquery()).isEqualTo(tsquery);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "...", "\u2013", "!'\\"})
    void textWithoutWord_isRefused(String text) {
        assertThatThrownBy(() -> Words.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("It must have a letter or a digit.");
    }

    @Test
    void tooMuch_isRefused() {
        assertThat(Words.parse("a".repeat(255)).words()).hasSize(1);
        assertThatThrownBy(() -> Words.parse("a".repeat(256))).hasMessageContaining("255");
        assertThatThrownBy(() -> Words.parse("1 2 3 4 5 6 7 8 9 a b c d e f g h"))
                .hasMessageContaining("16 words");
    }

    @Test
    void literal_areThoseOfAsciiAlone() {
        assertThat(Words.parse("café order17").literal()).containsExactly("order17");
    }
}
