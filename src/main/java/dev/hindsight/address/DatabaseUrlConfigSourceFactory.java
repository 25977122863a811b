package dev.hindsight.address;

import dev.hindsight.problem.StartFailure;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Derives the settings of the datasources from {@code hindsight.database.url}, those of the reactive
 * and the JDBC one, and from {@code hindsight.reader.url}, those of the replica's. What is derived
 * outranks {@code application.properties}; an environment variable or a system property outranks
 * what is derived. A malformed URL stops the start with a {@link StartFailure}.
 */
public final class DatabaseUrlConfigSourceFactory implements ConfigSourceFactory {

    /** The property that is read; {@code HINDSIGHT_DATABASE_URL} in the environment. */
    public static final String PROPERTY = "hindsight.database.url";

    private static final String READER = "hindsight.reader.url";

    /** Above application.properties in every place (at most 265), below the environment (300). */
    private static final int ORDINAL = 275;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> settings = new LinkedHashMap<>();
        url(context, PROPERTY, "HINDSIGHT_DATABASE_URL")
                .ifPresent(
                        url -> {
                            settings.putAll(reactive("quarkus.datasource.", url));
                            settings.put("quarkus.datasource.jdbc.url", url.jdbc());
                        });
        url(context, READER, "HINDSIGHT_READER_URL")
                .ifPresent(url -> settings.putAll(reactive("quarkus.datasource.reader.", url)));
        if (settings.isEmpty()) {
            return List.of();
        }
        settings.replaceAll((name, value) -> Literal.of(value));
        // A build writes what other kinds of source hold into the application, passwords included;
        // what comes from the environment, as this mostly does, it leaves out.
        return List.of(new EnvConfigSource(settings, ORDINAL));
    }

    private static Optional<DatabaseUrl> url(
            ConfigSourceContext context, String property, String variable) {
        ConfigValue url = context.getValue(property);
        return url == null || url.getValue() == null || url.getValue().isBlank()
                ? Optional.empty()
                : Optional.of(DatabaseUrl.parse(variable, url.getValue()));
    }

    private static Map<String, String> reactive(String prefix, DatabaseUrl url) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(prefix + "reactive.url", url.reactive());
        settings.put(prefix + "username", url.user());
        if (url.password() != null) {
            settings.put(prefix + "password", url.password());
        }
        settings.putAll(url.tls().reactiveSettings(prefix + "reactive."));
        return settings;
    }
}
