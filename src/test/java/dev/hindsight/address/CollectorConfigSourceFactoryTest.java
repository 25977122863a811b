package dev.hindsight.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the variables of OpenTelemetry say, as the framework hears it. */
class CollectorConfigSourceFactoryTest {

    private static final String ENDPOINT = "http://collector:4317";

    private static SmallRyeConfig with(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.putIfAbsent("otel.exporter.otlp.endpoint", ENDPOINT);
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(all, "test", 300))
                .withSources(new CollectorConfigSourceFactory())
                .build();
    }

    private static String told(String name, String value) {
        return with(Map.of(name, value)).getValue("quarkus." + name, String.class);
    }

    @Test
    void collector_hasTheServiceTraceItself() {
        SmallRyeConfig config = with(Map.of());

        assertThat(config.getValue("quarkus.otel.sdk.disabled", Boolean.class)).isFalse();
        assertThat(config.getValue("quarkus.otel.exporter.otlp.endpoint", String.class))
                .isEqualTo(ENDPOINT);
    }

    @Test
    void sdkThatIsDisabled_saysNothing() {
        assertThat(
                        with(Map.of("otel.sdk.disabled", "true"))
                                .getOptionalValue("quarkus.otel.sdk.disabled", String.class))
                .isEmpty();
    }

    @Test
    void times_areMilliseconds() {
        assertThat(told("otel.exporter.otlp.timeout", "10000")).isEqualTo("10000ms");
        assertThat(told("otel.bsp.schedule.delay", "500")).isEqualTo("500ms");
    }

    @Test
    void otherNumbers_stayAsTheyAre() {
        assertThat(told("otel.traces.sampler.arg", "1")).isEqualTo("1");
        assertThat(told("otel.service.name", "7")).isEqualTo("7");
    }

    @Test
    void values_areReadAsTheyStand() {
        String headers = "api-key=a$b$$c";

        // Twice in the variable, since that is read as an expression itself.
        assertThat(told("otel.exporter.otlp.headers", headers.replace("$", "$$")))
                .isEqualTo(headers);
    }
}
