package dev.hindsight.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who goes away while a file is sent is no error of ours; a file that cannot be read is. */
class CallerLeftTest {

    @ParameterizedTest
    @ValueSource(strings = {"Broken pipe", "Connection reset by peer", "Connection reset"})
    void brokenConnection_isTheCallers(String message) {
        assertThat(ProblemMapper.isOfConnection(new IOException(message))).isTrue();
        assertThat(ProblemMapper.isOfConnection(new ClosedChannelException())).isTrue();
    }

    @Test
    void brokenFile_isOurs() {
        assertThat(ProblemMapper.isOfConnection(new IOException("No space left on device")))
                .isFalse();
        assertThat(ProblemMapper.isOfConnection(new IOException())).isFalse();
    }
}
