package dev.hindsight.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.problem.StartFailure;
import org.junit.jupiter.api.Test;

class BulkBodiesTest {

    private final BulkBodies bodies = new BulkBodies(() -> 5);

    @Test
    void door_hasTheLimitOfTheSetting_othersHaveNot() {
        assertThat(bodies.maxBytes("/api/v1/ingest")).hasValue(5);
        assertThat(bodies.maxBytes("/api/v1/ingest/")).hasValue(5);
        assertThat(bodies.maxBytes("/api/v1/ingest/x")).isEmpty();
        assertThat(bodies.maxBytes("/api/v1/executions")).isEmpty();
        assertThat(bodies.setting()).hasValue("hindsight.ingest.max-body");
    }

    @Test
    void settingOutOfRange_stopsTheStart() {
        assertThatCode(() -> new BulkBodies(() -> 1).check()).doesNotThrowAnyException();
        assertThatCode(() -> new BulkBodies(() -> 1L << 40).check()).doesNotThrowAnyException();
        for (long wrong : new long[] {0, -1, (1L << 40) + 1}) {
            assertThatThrownBy(() -> new BulkBodies(() -> wrong).check())
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("hindsight.ingest.max-body");
        }
    }
}
