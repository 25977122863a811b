package dev.hindsight.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoticesTest {

    private static final List<Notice> NOTICES =
            List.of(
                    new Notice(Notice.Kind.TRUNCATED, "/output/\"body\"", 70_000L, "ab12"),
                    Notice.of(Notice.Kind.REDACTED, "/input/a~1b"),
                    Notice.of(Notice.Kind.SANITIZED, ""),
                    Notice.of(Notice.Kind.CLOCK_SKEW, "/durationMs"));

    @Test
    void toJson_leavesOutWhatIsAbsent() {
        assertThat(Notices.toJson(NOTICES))
                .isEqualTo(
                        "[{\"kind\":\"truncated\",\"pointer\":\"/output/\\\"body\\\"\","
                                + "\"originalBytes\":70000,\"sha256\":\"ab12\"},"
                                + "{\"kind\":\"redacted\",\"pointer\":\"/input/a~1b\"},"
                                + "{\"kind\":\"sanitized\",\"pointer\":\"\"},"
                                + "{\"kind\":\"clock-skew\",\"pointer\":\"/durationMs\"}]");
        assertThat(Notices.toJson(List.of())).isEqualTo("[]");
    }

    @Test
    void fromJson_readsWhatWasWritten() {
        assertThat(Notices.fromJson(Notices.toJson(NOTICES))).isEqualTo(NOTICES);
        assertThat(Notices.fromJson(" [ ] ")).isEmpty();
    }

    @Test
    void fromJson_takesMembersInAnyOrderAndLeavesOutUnknownOnes() {
        String json =
                """
                [{"later": {"kind": [1]}, "pointer": "/a", "sha256": null, "originalBytes": null,
                  "kind": "redacted"}]
                """;

        assertThat(Notices.fromJson(json)).containsExactly(Notice.of(Notice.Kind.REDACTED, "/a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[",
                "[1]",
                "[[]]",
                "[{}]",
                "[{\"kind\":\"redacted\"}]",
                "[{\"kind\":\"lost\",\"pointer\":\"\"}]",
                "[{\"kind\":\"redacted\",\"pointer\":\"\",\"originalBytes\":\"x\"}]",
                "[] []"
            })
    void fromJson_refusesAnythingElse(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> Notices.fromJson(json));
    }
}
