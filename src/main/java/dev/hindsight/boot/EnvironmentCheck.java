package dev.hindsight.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.hindsight.problem.StartFailure;
import io.smallrye.config.EnvConfigSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Stops the start on an environment variable or a property that looks like a setting and is none,
 * before anything is done. The framework does so for properties only, since a variable's name does not
 * tell where its dots are, and only when the embedded database has been started for it.
 */
final class EnvironmentCheck {

    private static final String PREFIX = "HINDSIGHT_";

    /** Where clients in a terminal find the service: whoever starts one from there may have them set. */
    private static final Set<String> OF_CLIENTS = Set.of("HINDSIGHT_URL", "HINDSIGHT_KEY");

    /** What Kubernetes puts into every pod beside a service that is named hindsight… */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(
                    "HINDSIGHT_(?:\\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\\w+)?"
                            + "|PORT(?:_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)");

    /** …and which of it people also call the port of the service itself. */
    private static final Pattern PORT =
            Pattern.compile("HINDSIGHT_(?:\\w+_)?(?<!SERVICE_|_TCP_|_UDP_|_SCTP_)PORT");

    /** What such a link tells of a port. */
    private static final Pattern LINKED_PORT = Pattern.compile("(?:tcp|udp|sctp)://.*");

    /** An element of a list, {@code [0]} in a property's name. */
    private static final Pattern ELEMENT = Pattern.compile("_\\d+_$");

    private static final Pattern INDEX = Pattern.compile("\\[\\d+]$");

    private EnvironmentCheck() {}

    /**
     * Complains of the first setting that is not known, among variables and properties alike. Nothing
     * need have been started: but for a port, the names are all that is looked at.
     *
     * @throws StartFailure naming it
     */
    static void check(Iterable<ConfigSource> sources) {
        checkPort(System.getenv());
        refuse(unknown(System.getenv().keySet(), settings()), "correct or unset it");
        for (ConfigSource source : sources) {
            // Of a variable it cannot be told where the dots of its name are.
            if (!(source instanceof EnvConfigSource)) {
                refuse(
                        unknownProperty(source.getPropertyNames(), settings()),
                        "correct or remove it");
            }
        }
    }

    /**
     * Complains of a port that somebody means for the service, and not for those who call it.
     *
     * @throws StartFailure naming the setting of the port
     */
    static void checkPort(Map<String, String> variables) {
        Set<String> meant = new TreeSet<>();
        variables.forEach(
                (name, value) -> {
                    if (PORT.matcher(name).matches() && !LINKED_PORT.matcher(value).matches()) {
                        meant.add(name);
                    }
                });
        refuse(meant.stream().findFirst(), "set QUARKUS_HTTP_PORT instead");
    }

    private static void refuse(Optional<String> unknown, String advice) {
        if (unknown.isPresent()) {
            throw new StartFailure(
                    "%s is not a setting that is known: %s".formatted(unknown.get(), advice));
        }
    }

    /** The first property, by its name, that begins like a setting and is none. */
    static Optional<String> unknownProperty(
            Collection<String> properties, Collection<String> settings) {
        return new TreeSet<>(properties)
                .stream()
                        .filter(name -> name.startsWith("hindsight."))
                        .filter(name -> !settings.contains(INDEX.matcher(name).replaceFirst("")))
                        .findFirst();
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
                        .filter(name -> !OF_CLIENTS.contains(name))
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
        return Set.copyOf(lines("/settings.txt"));
    }

    /** The lines of a list that is part of the application. */
    static List<String> lines(String resource) {
        try (InputStream list = EnvironmentCheck.class.getResourceAsStream(resource)) {
            return new String(requireNonNull(list).readAllBytes(), UTF_8).lines().toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
