package dev.hindsight.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretPatternsTest {

    private static SecretPatterns patterns(String expressions) {
        return new SecretPatterns(Set.of(), expressions);
    }

    @Nested
    class Masking {

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "\\d{4}              ; a1234b         ; a[redacted]b",
                    "\\d{4}              ; 123            ; 123",
                    "\\d{4}              ; 1234-5678      ; [redacted]-[redacted]",
                    "\\d{4}              ; 12345678       ; [redacted]",
                    "(?i)iban:\\s*\\w+   ; x IBAN: DE12 y ; x [redacted] y",
                    "(a|b)c              ; xbc            ; x[redacted]",
                    "ключ-\\p{L}+        ; ключ-дом 1     ; [redacted] 1",
                    "😀.                 ; a😀😀b           ; a[redacted]b",
                    "^\\w+$              ; word           ; [redacted]",
                    "[$]\\d              ; $5             ; [redacted]"
                })
        void match_isMaskedAsAWholeAndNothingElse(String expression, String text, String masked) {
            assertThat(patterns(expression).mask(text)).isEqualTo(masked);
        }

        @Test
        void wholeText_isMaskedByAnExpressionForIt() {
            assertThat(patterns("(?s).*secret.*").mask("a\nsecret\nb")).isEqualTo("[redacted]");
        }

        @Test
        void matches_ofSeveralExpressionsThatOverlapAreOneMask() {
            SecretPatterns patterns = patterns("abcd\ncdef\nhij\nij");

            assertThat(patterns.mask("-abcdef-hij-")).isEqualTo("-[redacted]-[redacted]-");
        }

        @Test
        void lines_areExpressionsAndBlankOnesAreNone() {
            SecretPatterns patterns = patterns("\n  a1  \r\n\r\n b 2,3 \n");

            assertThat(patterns.mask("a1, b 2,3")).isEqualTo("[redacted], [redacted]");
            assertThat(patterns(" \n \r\n").isEmpty()).isTrue();
        }

        @Test
        void expressions_addToKnownSecrets() {
            SecretPatterns patterns =
                    new SecretPatterns(EnumSet.of(KnownSecret.AWS_ACCESS_KEY), "customer-\\d+");

            assertThat(patterns.mask("customer-7 AKIAIOSFODNN7EXAMPLE"))
                    .isEqualTo("[redacted] [redacted]");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\\w{3,}", "\\[", "acted\\]", "(?s).+"})
        void mask_isNotMaskedAgainThoughItMatches(String expression) {
            SecretPatterns patterns = patterns(expression);
            String masked = patterns.mask("a [redacted] b [redacted]");

            assertThat(patterns.mask(masked)).isEqualTo(masked);
            assertThat(masked).doesNotContain("[[", "]]", "[r[");
        }

        @Test
        void text_withoutASecretIsHandedBack() {
            String text = "nothing in here";

            assertThat(patterns("x\\d").mask(text)).isSameAs(text);
        }
    }

    @Nested
    class Refusal {

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "(              ; it is no regular expression of RE2: missing closing ): (",
                    "[z-a]          ; it is no regular expression of RE2: invalid character class range: z-a",
                    "(a)\\1         ; it is no regular expression of RE2: invalid escape sequence: \\1",
                    "(?<=a)b        ; it is no regular expression of RE2: invalid named capture: (?<=a)b",
                    "a{1001}        ; it is no regular expression of RE2: invalid repeat count: {1001}",
                    "a++            ; it is no regular expression of RE2: invalid nested repetition operator: ++",
                    "a*             ; it also matches where nothing stands",
                    "\\b            ; it also matches where nothing stands",
                    "a|             ; it also matches where nothing stands",
                    "[a-z]{1,900}   ; it compiles to 1,801 instructions, and 500 are allowed: shorten its repetitions"
                })
        void expression_thatCannotBeUsedIsNamedWithItsLineAndTheReason(
                String expression, String reason) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> patterns("fine\n\n" + expression))
                    .withMessage("line 3, " + expression + ": " + reason);
        }

        @Test
        void expression_thatIsNestedWithoutEndIsRefused() {
            String deep = "(".repeat(10_000) + "a" + ")".repeat(10_000);

            assertThatIllegalArgumentException().isThrownBy(() -> patterns(deep));
        }
    }

    /** None of these would end within the hour if the time grew faster than the text. */
    @Nested
    class HostileText {

        private static final int LENGTH = 1 << 18;

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "(a+)+b",
                    "(a|aa)+$b",
                    "(a*)*b",
                    "(.*)(.*)(.*)(.*)b",
                    "(?:a?){30}a{30}b"
                })
        @Timeout(60)
        void backtracking_doesNotHappen(String expression) {
            String text = "a".repeat(LENGTH);

            assertThat(patterns(expression).mask(text)).isSameAs(text);
        }

        /** Each of many thousand matches would have to look at all that follows. */
        @Test
        @Timeout(60)
        void matches_thatLookFarAheadAreGivenUpAndTheRestIsMasked() {
            String text = "start " + "x".repeat(LENGTH) + " end";

            assertThat(patterns("x.*y|x").mask(text)).isEqualTo("start [redacted]");
        }

        @Test
        void matches_byTheThousandAreMaskedOneByOne() {
            String text = "customer-1 bought; ".repeat(50_000);

            assertThat(patterns("customer-\\d+").mask(text))
                    .isEqualTo("[redacted] bought; ".repeat(50_000));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "eyJ",
                    "eyJhbGciOiJ9.",
                    "://a:",
                    "://a:b",
                    "AKIA",
                    "ghp_",
                    "Bearer ",
                    "-----BEGIN PRIVATE KEY-----",
                    "-----BEGIN "
                })
        @Timeout(60)
        void knownSecrets_areLookedForInOneGo(String piece) {
            SecretPatterns all = new SecretPatterns(EnumSet.allOf(KnownSecret.class), "");

            String masked = all.mask(piece.repeat(LENGTH / piece.length()));

            assertThat(all.mask(masked)).isEqualTo(masked);
        }
    }

    @Nested
    class Failure {

        private static SecretPatterns failing(RuntimeException failure) {
            return new SecretPatterns(
                    List.of(
                            (text, found) -> found.add(0, 1),
                            (text, found) -> {
                                throw failure;
                            }));
        }

        @Test
        void text_thatCannotBeSearchedIsMaskedWhole() {
            assertThat(failing(new IllegalStateException("broken")).mask("hunter2"))
                    .isEqualTo("[redacted]");
        }

        @Test
        void text_whoseSearchOverflowsTheStackIsMaskedWhole() {
            SecretPatterns endless = new SecretPatterns(List.of(Failure::overflow));

            assertThat(endless.mask("hunter2")).isEqualTo("[redacted]");
        }

        @SuppressWarnings("InfiniteRecursion") // It is to overflow the stack.
        private static void overflow(String text, Spans found) {
            overflow(text + "!", found);
            found.add(0, 1);
        }
    }
}
