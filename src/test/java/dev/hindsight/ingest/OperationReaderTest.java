package dev.hindsight.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.access.Caller;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a line of bulk reports weighs. */
class OperationReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"execution\":{\"workflowId\":\"w\",\"input\":{\"text\":\"ä\"}}}",
                "{\"step\":{\"execution\":\"ext:e\",\"key\":\"k\",\"nodeId\":\"n\"}}",
                "{\"log\":{\"execution\":\"ext:e\",\"message\":\"m\"}}",
                "{\"heartbeat\":{\"execution\":\"ext:e\"}}"
            })
    void weighsWhatItTakesOfMemoryWhileItWaits(String line) {
        byte[] json = line.getBytes(StandardCharsets.UTF_8);

        assertThat(ReportFuzz.operations().read(Caller.LOCAL, json).bytes()).isEqualTo(json.length);
    }
}
