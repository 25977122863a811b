package dev.hindsight.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.access.AccessConfig.Mode;
import dev.hindsight.problem.StartFailure;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessCheckTest {

    private static final Set<Mode> NONE = Set.of(Mode.NONE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.9.10",
                "localhost",
                "::1",
                "[::1]",
                "0:0:0:0:0:0:0:1",
                "::ffff:127.0.0.1"
            })
    void none_isAllowedWhereOnlyThisMachineCanConnect(String host) {
        assertThatCode(() -> AccessCheck.check(NONE, false, host)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "::",
                "[::]",
                "10.1.2.3",
                "192.168.0.1",
                "fe80::1",
                "::ffff:10.0.0.1",
                "no-such-host.invalid",
                ""
            })
    void none_isRefusedWhereOthersCanConnect(String host) {
        assertThatThrownBy(() -> AccessCheck.check(NONE, false, host))
                .isInstanceOf(StartFailure.class)
                .hasMessageContainingAll("HINDSIGHT_AUTH_NONE_ACCEPTED", "QUARKUS_HTTP_HOST")
                .hasMessageNotContaining("\n");
    }

    @Test
    void none_isAllowedAnywhereIfItIsMeant() {
        assertThatCode(() -> AccessCheck.check(NONE, true, "0.0.0.0")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void otherWays_areRefusedUntilTheyAreThere(Mode mode) {
        assertThatThrownBy(() -> AccessCheck.check(Set.of(mode), true, "127.0.0.1"))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("release");
        assertThatThrownBy(() -> AccessCheck.check(Set.of(Mode.NONE, mode), true, "127.0.0.1"))
                .isInstanceOf(StartFailure.class);
    }
}
