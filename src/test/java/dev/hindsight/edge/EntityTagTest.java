package dev.hindsight.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions as they are told and demanded. */
class EntityTagTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 999_999_999, 1_000_000_000, Integer.MAX_VALUE})
    void versionThatIsTold_canBeDemanded(int version) {
        assertThat(EntityTag.ifMatch(EntityTag.of(version))).isEqualTo(version);
    }

    @Test
    void versionThatCannotBe_isOfNothing() {
        assertThat(EntityTag.matches(EntityTag.ifMatch("\"9999999999\""), 3)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "3", "\"\"", "\"-1\"", "W/\"3\"", "\"3\", \"4\"", "\"99999999999\""})
    void anythingElse_isRefused(String header) {
        assertThatThrownBy(() -> EntityTag.ifMatch(header)).isInstanceOf(ProblemException.class);
    }
}
