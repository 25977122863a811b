package dev.hindsight.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.problem.ProblemException;
import java.net.URLDecoder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "*",
                "/a%20b",
                "/ext:a%2Fb",
                "/%F0%9F%98%80",
                "/a+b",
                "/%41",
                "/%4f%4F"
            })
    void wellFormedPath_passes(String path) {
        RequestLine.check(path, path, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%", "%4", "%4g", "%g4", "%+4", "%C3", "%80", "%C0%80", "%00", "%ED%A0%80"})
    void malformedEscape_isInvalid(String path) {
        assertThatThrownBy(() -> RequestLine.check("/" + path, "/" + path, null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.",
                "/..",
                "/a/../b",
                "/a/%2e",
                "/a/%2E./",
                "/a/.%2e/b",
                "/a;b",
                "/a;/b",
                "/a//",
                "/a//b"
            })
    void segmentThatIsNoName_isInvalid(String path) {
        assertThatThrownBy(() -> RequestLine.check(path, path, null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/...", "/.a", "/a..", "/a%2F..", "/%252e%252e", "/a%3Bb"})
    void segmentWithDots_passes(String path) {
        RequestLine.check(path + "?a=;..", path, "a=;..");
    }

    @Test
    void whatPasses_canBeDecoded() {
        Random random = new Random(11);
        String alphabet = "%%%%0123456789abcdefABCDEFzé€+&=/";
        for (int round = 0; round < 10_000; round++) {
            StringBuilder query = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                query.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                RequestLine.check("/?" + query, "/", query.toString());
            } catch (ProblemException refused) {
                continue;
            }

            assertThat(URLDecoder.decode(query.toString(), UTF_8)).doesNotContain("\uFFFD", "\0");
        }
    }
}
