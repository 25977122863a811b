package dev.hindsight.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.hindsight.problem.StartFailure;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** A list, since a native binary does not know its mappings; a test compares it with them. */
    private static Set<String> settings() {
        try (InputStream list = EnvironmentCheck.class.getResourceAsStream("/settings.txt")) {
            return new String(requireNonNull(list).readAllBytes(), UTF_8)
                    .lines()
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
