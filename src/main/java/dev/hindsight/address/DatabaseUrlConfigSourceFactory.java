package dev.hindsight.address;

import dev.hindsight.problem.StartFailure;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Derives the settings of both datasources, reactive and JDBC, from {@code hindsight.database.url}.
 * What is derived outranks {@code application.properties}; an environment variable or a system
 * property outranks what is derived. A malformed URL stops the start with a {@link StartFailure}.
 */
public final class DatabaseUrlConfigSourceFactory implements ConfigSourceFactory {

    /** The property that is read; {@code HINDSIGHT_DATABASE_URL} in the environment. */
    public static final String PROPERTY = "hindsight.database.url";

    /** Above application.properties in every place (at most 265), below the environment (300). */
    private static final int ORDINAL = 275;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue url = context.getValue(PROPERTY);
        if (url == null || url.getValue() == null || url.getValue().isBlank()) {
            return List.of();
        }
        Map<String, String> settings = settings(DatabaseUrl.parse(url.getValue()));
        // A build writes what other kinds of source hold into the application, passwords included;
        // what comes from the environment, as this mostly does, it leaves out.
        return List.of(new EnvConfigSource(settings, ORDINAL));
    }

    private static Map<String, String> settings(DatabaseUrl url) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("quarkus.datasource.reactive.url", url.reactive());
        settings.put("quarkus.datasource.jdbc.url", url.jdbc());
        settings.put("quarkus.datasource.username", url.user());
        if (url.password() != null) {
            settings.put("quarkus.datasource.password", url.password());
        }
        settings.putAll(url.tls().reactiveSettings());
        settings.replaceAll((name, value) -> literal(value));
        return settings;
    }

    /**
     * A value that is read as it stands, although a dollar sign begins an expression: it is doubled,
     * and backslashes before it, which would undo that, are hidden in an expression's default.
     */
    private static String literal(String value) {
        return value.replace("$", "$$").replaceAll("(\\\\+)\\$", "\\${no.such.property:$1}\\$");
    }
}
