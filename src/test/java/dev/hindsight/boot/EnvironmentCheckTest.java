package dev.hindsight.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.problem.StartFailure;
import java.util.List;
import java.util.Map;
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
    void portOfKubernetes_passes() {
        assertThatCode(
                        () ->
                                EnvironmentCheck.checkPort(
                                        Map.of(
                                                "HINDSIGHT_PORT", "tcp://10.96.0.17:8080",
                                                "HINDSIGHT_POSTGRES_PORT", "udp://10.96.0.18:5432",
                                                "HINDSIGHT_SERVICE_PORT", "8080",
                                                "HINDSIGHT_PORT_8080_TCP_PORT", "8080",
                                                "PORT", "8080")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8099", "", "tcp:8099", "http://localhost:8099"})
    void portThatSomebodyMeansForTheService_isRefused(String port) {
        for (String name : List.of("HINDSIGHT_PORT", "HINDSIGHT_HTTP_PORT")) {
            assertThatThrownBy(() -> EnvironmentCheck.checkPort(Map.of(name, port)))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage(
                            name
                                    + " is not a setting that is known: set QUARKUS_HTTP_PORT instead");
        }
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
