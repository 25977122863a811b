package dev.hindsight.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.access.AccessConfig.Mode;
import dev.hindsight.problem.StartFailure;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessModeTest {

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
        assertThatCode(() -> AccessMode.check(NONE, false, host)).doesNotThrowAnyException();
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
        assertThatThrownBy(() -> AccessMode.check(NONE, false, host))
                .isInstanceOf(StartFailure.class)
                .hasMessageContainingAll("HINDSIGHT_AUTH_NONE_ACCEPTED", "QUARKUS_HTTP_HOST")
                .hasMessageNotContaining("\n");
    }

    @Test
    void none_isAllowedAnywhereIfItIsMeant() {
        assertThatCode(() -> AccessMode.check(NONE, true, "0.0.0.0")).doesNotThrowAnyException();
    }

    @Test
    void keys_areAllowedAnywhere() {
        assertThatCode(() -> AccessMode.check(Set.of(Mode.KEYS), false, "0.0.0.0"))
                .doesNotThrowAnyException();
    }

    @Test
    void none_standsAlone() {
        assertThatThrownBy(() -> AccessMode.check(Set.of(Mode.NONE, Mode.KEYS), true, "127.0.0.1"))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("none");
    }

    @Test
    void tokens_areAllowedAnywhereAndBesideKeys() {
        assertThatCode(() -> AccessMode.check(Set.of(Mode.OIDC), false, "0.0.0.0"))
                .doesNotThrowAnyException();
        assertThatCode(() -> AccessMode.check(Set.of(Mode.KEYS, Mode.OIDC), false, "0.0.0.0"))
                .doesNotThrowAnyException();
    }

    @Test
    void nothingSaid_followsFromTheHost() {
        assertThat(AccessMode.open(Optional.empty(), "127.0.0.1")).containsExactly(Mode.NONE);
        assertThat(AccessMode.open(Optional.empty(), "0.0.0.0")).containsExactly(Mode.KEYS);
        assertThat(AccessMode.open(Optional.of(Set.of(Mode.KEYS)), "127.0.0.1"))
                .containsExactly(Mode.KEYS);
    }
}
