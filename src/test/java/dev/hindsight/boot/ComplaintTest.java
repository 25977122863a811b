package dev.hindsight.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hindsight.access.AccessConfig;
import dev.hindsight.migration.SchemaConfig;
import dev.hindsight.partition.PartitionConfig;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.problem.StartFailure;
import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.BindException;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

class ComplaintTest {

    @Test
    void unknownProperty_isNamed() {
        assertThat(refusal(properties(Map.of("hindsight.partition.days-behind", "3"))))
                .isEqualTo("hindsight.partition.days-behind is not a setting that is known");
    }

    @Test
    void unusableNumber_isShown() {
        assertThat(refusal(properties(Map.of("hindsight.partition.days-ahead", "soon"))))
                .isEqualTo(
                        "hindsight.partition.days-ahead cannot be \"soon\": Expected an integer"
                                + " value, got \"soon\"");
    }

    @Test
    void unusableVariable_isShownAsTheProperty() {
        assertThat(refusal(environment(Map.of("HINDSIGHT_PARTITION_DAYS_AHEAD", "soon"))))
                .startsWith("hindsight.partition.days-ahead cannot be \"soon\"");
    }

    @Test
    void unusableWord_isShownWithThoseThatAre() {
        assertThat(refusal(environment(Map.of("HINDSIGHT_MIGRATE", "never"))))
                .startsWith("hindsight.migrate cannot be \"never\": it must be one of ")
                .contains("migrate", "validate", "off");
    }

    /** Emptied by accident, it would switch off what it is for. */
    @Test
    void emptyList_isNotTakenForNone() {
        assertThat(refusal(environment(Map.of("HINDSIGHT_PAYLOAD_REDACT", ""))))
                .isEqualTo(
                        "hindsight.payload.redact must not be empty: set it, or unset it for its"
                                + " default");
    }

    @Test
    void unusableSwitch_isNotTakenForOff() {
        assertThat(refusal(environment(Map.of("HINDSIGHT_AUTH_NONE_ACCEPTED", "yes"))))
                .isEqualTo(
                        "hindsight.auth-none-accepted cannot be \"yes\": it must be true or false");
    }

    @Test
    void severalFaults_areOneLine() {
        assertThat(
                        refusal(
                                properties(
                                        Map.of(
                                                "hindsight.migrat", "off",
                                                "hindsight.partition.days-ahead", "x\ny"))))
                .contains("hindsight.migrat is not", "; ", "hindsight.partition.days-ahead cannot")
                .doesNotContain("\n");
    }

    @Test
    void startFailure_isFoundInsideOthers() {
        RuntimeException failure =
                new RuntimeException("outer", new StartFailure("one line that says what to do"));

        assertThat(Complaint.of(failure)).contains("one line that says what to do");
    }

    @Test
    void portInUse_saysHowToTakeAnother() {
        QuarkusBindException failure =
                new QuarkusBindException("127.0.0.1", 8080, new BindException("in use"));

        assertThat(Complaint.of(failure).orElseThrow()).contains("8080", "QUARKUS_HTTP_PORT");
    }

    @Test
    void theUnexpected_isLeftToTheLog() {
        assertThat(Complaint.of(new IllegalStateException("broken"))).isEmpty();
    }

    private static String refusal(ConfigSource source) {
        ConfigValidationException failure =
                catchThrowableOfType(
                        ConfigValidationException.class,
                        () ->
                                new SmallRyeConfigBuilder()
                                        .withMapping(AccessConfig.class)
                                        .withMapping(PartitionConfig.class)
                                        .withMapping(PayloadConfig.class)
                                        .withMapping(SchemaConfig.class)
                                        .withSources(source)
                                        .build());
        return Complaint.of(failure).orElseThrow();
    }

    private static ConfigSource properties(Map<String, String> settings) {
        return new PropertiesConfigSource(settings, "test", 100);
    }

    private static ConfigSource environment(Map<String, String> settings) {
        return new EnvConfigSource(settings, 300);
    }
}
