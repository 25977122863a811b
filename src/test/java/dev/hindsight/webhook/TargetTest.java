package dev.hindsight.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs of webhooks. */
class TargetTest {

    @Test
    void target_isTakenApart() {
        Target target = Target.of("https://Example.org/a%20b?c=%2F&d");

        assertThat(target.isSecure()).isTrue();
        assertThat(target.host()).isEqualTo("Example.org");
        assertThat(target.port()).isEqualTo(443);
        assertThat(target.path()).isEqualTo("/a%20b?c=%2F&d");
        assertThat(Target.of("HTTP://[2001:db8::1]:8080").host()).isEqualTo("2001:db8::1");
        assertThat(Target.of("HTTP://[2001:db8::1]:8080").port()).isEqualTo(8080);
        assertThat(Target.of("http://example.org").path()).isEqualTo("/");
        assertThat(Target.of("http://example.org?x").path()).isEqualTo("/?x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "//example.org/",
                "/path",
                "ftp://example.org/",
                "file:///etc/passwd",
                "gopher://example.org",
                "http:///x",
                "http://",
                "http:example.org",
                "http://exa mple.org/",
                "http://example.org/\u00e4",
                "http://user@example.org/",
                "http://user:password@example.org/",
                "http://@example.org/",
                "http://example.org/#part",
                "http://example.org:0/",
                "http://example.org:65536/",
                "http://127.1/",
                "http://0x7f.1/",
                "http://exa_mple.org/",
                "http://[::1",
                "http://example.org/\r\nX: y"
            })
    void whatIsNoTarget_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Target.of(text));
    }

    @Test
    void longTarget_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.of("http://example.org/" + "x".repeat(2_048)));
    }
}
