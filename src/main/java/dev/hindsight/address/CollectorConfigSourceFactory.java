package dev.hindsight.address;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Has the service trace its own work if a collector is named in the way that programs with
 * OpenTelemetry have in common, by {@code OTEL_EXPORTER_OTLP_ENDPOINT}, unless {@code
 * OTEL_SDK_DISABLED} is {@code true}; and hands the framework what else is said in that way, see
 * the <a href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">
 * variables of OpenTelemetry</a>.
 */
public final class CollectorConfigSourceFactory implements ConfigSourceFactory {

    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";

    private static final String DISABLED = "otel.sdk.disabled";

    /** What the framework knows by the same name behind its own prefix. */
    private static final List<String> SAID =
            List.of(
                    ENDPOINT,
                    "otel.exporter.otlp.protocol",
                    "otel.exporter.otlp.headers",
                    "otel.exporter.otlp.compression",
                    "otel.service.name",
                    "otel.resource.attributes",
                    "otel.traces.sampler",
                    "otel.traces.sampler.arg");

    /** Times: a number by itself is one of milliseconds there, and one of seconds to the framework. */
    private static final List<String> TIMES =
            List.of("otel.exporter.otlp.timeout", "otel.bsp.schedule.delay");

    /** As what is derived from the addresses of databases. */
    private static final int ORDINAL = 275;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        if (value(context, ENDPOINT).isEmpty()
                || value(context, DISABLED).filter(Boolean::parseBoolean).isPresent()) {
            return List.of();
        }
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus." + DISABLED, "false");
        for (String name : SAID) {
            value(context, name).ifPresent(value -> settings.put("quarkus." + name, value));
        }
        for (String name : TIMES) {
            value(context, name)
                    .map(value -> value.matches("\\d+") ? value + "ms" : value)
                    .ifPresent(value -> settings.put("quarkus." + name, value));
        }
        settings.replaceAll((name, value) -> Literal.of(value));
        return List.of(new EnvConfigSource(settings, ORDINAL));
    }

    private static Optional<String> value(ConfigSourceContext context, String name) {
        return Optional.ofNullable(context.getValue(name))
                .map(ConfigValue::getValue)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
