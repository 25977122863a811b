package dev.hindsight.boot;

import dev.hindsight.problem.StartFailure;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Stops the start on an environment variable that looks like a setting and is none. The framework
 * does so for properties only, since a variable's name does not tell where its dots are.
 */
@Singleton
final class EnvironmentCheck implements StartupCheck {

    private static final String PREFIX = "HINDSIGHT_";

    /** What Kubernetes puts into every pod beside a service that is named hindsight… */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(
                    "HINDSIGHT_(?:\\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\\w+)?"
                            + "|PORT(?:_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)");

    /** An element of a list, {@code [0]} in a property's name. */
    private static final Pattern ELEMENT = Pattern.compile("_\\d+_$");

    private final BeanManager beans;

    EnvironmentCheck(BeanManager beans) {
        this.beans = beans;
    }

    @Override
    public void check() {
        unknown(System.getenv().keySet(), settings())
                .ifPresent(
                        name -> {
                            throw new StartFailure(
                                    name + " is not a setting that is known: correct or unset it");
                        });
    }

    /** The first variable, by its name, that begins like a setting and is none. */
    static Optional<String> unknown(Collection<String> variables, Collection<String> settings) {
        Set<String> known =
                settings.stream()
                        .map(EnvironmentCheck::variable)
                        .collect(Collectors.toUnmodifiableSet());
        return new TreeSet<>(variables)
                .stream()
                        .filter(name -> name.startsWith(PREFIX))
                        .filter(name -> !SERVICE_LINK.matcher(name).matches())
                        .filter(name -> !known.contains(ELEMENT.matcher(name).replaceFirst("")))
                        .findFirst();
    }

    /** The variable of a property: {@code HINDSIGHT_PARTITION_DAYS_AHEAD}. */
    static String variable(String property) {
        return property.replaceAll("\\[\\*]$", "")
                .replaceAll("[^A-Za-z0-9]", "_")
                .toUpperCase(Locale.ROOT);
    }

    /** The properties of all mappings that features declare. */
    private Set<String> settings() {
        return beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(bean -> bean.getBeanClass())
                .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
                .map(ConfigClass::configClass)
                .flatMap(mapping -> ConfigMappings.getProperties(mapping).keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
