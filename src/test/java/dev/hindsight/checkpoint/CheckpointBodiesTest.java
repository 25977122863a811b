package dev.hindsight.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.problem.StartFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointBodiesTest {

    @ParameterizedTest
    @ValueSource(strings = {"x/tree", "ext:a%2Fb/snapshots", "x/state/active", "x/tree/"})
    void doorsOfBytes_haveTheLimitOfTheSetting(String door) {
        CheckpointBodies bodies = new CheckpointBodies(() -> 5);

        assertThat(bodies.maxBytes("/api/v1/executions/" + door)).hasValue(5);
        assertThat(bodies.setting()).hasValue("hindsight.checkpoint.max-bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "x/artifacts", "x/dag", "x/snapshots/latest", "x/state", "tree"})
    void otherDoors_haveNot(String door) {
        CheckpointBodies bodies = new CheckpointBodies(() -> 5);

        assertThat(bodies.maxBytes("/api/v1/executions/" + door)).isEmpty();
    }

    @Test
    void settingOutOfRange_stopsTheStart() {
        assertThatCode(() -> new CheckpointBodies(() -> 1).check()).doesNotThrowAnyException();
        assertThatCode(() -> new CheckpointBodies(() -> 1L << 40).check())
                .doesNotThrowAnyException();
        for (long wrong : new long[] {0, -1, (1L << 40) + 1}) {
            assertThatThrownBy(() -> new CheckpointBodies(() -> wrong).check())
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("hindsight.checkpoint.max-bytes");
        }
    }
}
