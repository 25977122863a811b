package dev.hindsight.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentCheckTest {

    private static final List<String> SETTINGS =
            List.of("hindsight.home", "hindsight.partition.days-ahead", "hindsight.payload.redact");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HINDSIGHT_HOME",
                "HINDSIGHT_PARTITION_DAYS_AHEAD",
                "HINDSIGHT_PAYLOAD_REDACT",
                "HINDSIGHT_PAYLOAD_REDACT_0_",
                "PATH"
            })
    void settingsAndForeignVariables_pass(String variable) {
        assertThat(EnvironmentCheck.unknown(List.of(variable), SETTINGS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HINDSIGHT_HOMES",
                "HINDSIGHT_PARTITION_DAYSAHEAD",
                "HINDSIGHT_",
                "HINDSIGHT_X_1_"
            })
    void typos_areFound(String variable) {
        assertThat(EnvironmentCheck.unknown(List.of("PATH", variable), SETTINGS))
                .contains(variable);
    }

    /** Kubernetes sets these in every pod of a namespace that has a service named hindsight. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HINDSIGHT_SERVICE_HOST",
                "HINDSIGHT_SERVICE_PORT",
                "HINDSIGHT_SERVICE_PORT_HTTP",
                "HINDSIGHT_PORT",
                "HINDSIGHT_PORT_8080_TCP",
                "HINDSIGHT_PORT_8080_TCP_PROTO",
                "HINDSIGHT_POSTGRES_RW_SERVICE_HOST"
            })
    void linksToServices_pass(String variable) {
        assertThat(EnvironmentCheck.unknown(List.of(variable), SETTINGS)).isEmpty();
    }

    @Test
    void theFirstByName_isTold() {
        assertThat(EnvironmentCheck.unknown(List.of("HINDSIGHT_B", "HINDSIGHT_A"), SETTINGS))
                .contains("HINDSIGHT_A");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hindsight.home",
                "hindsight.payload.redact[0]",
                "quarkus.http.port",
                "%dev.x"
            })
    void settingsAndForeignProperties_pass(String property) {
        assertThat(EnvironmentCheck.unknownProperty(List.of(property), SETTINGS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hindsight.homes", "hindsight.partition.daysahead", "hindsight.home.x"})
    void typosInProperties_areFound(String property) {
        assertThat(EnvironmentCheck.unknownProperty(List.of("a", property), SETTINGS))
                .contains(property);
    }
}
