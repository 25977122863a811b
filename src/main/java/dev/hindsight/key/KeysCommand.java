package dev.hindsight.key;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Role;
import dev.hindsight.boot.Command;
import dev.hindsight.namespace.Namespace;
import dev.hindsight.problem.ProblemException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes keys from a terminal, for who has the database and needs no key. */
@Singleton
final class KeysCommand implements Command {

    private final KeyService service;
    private final Clock clock;

    KeysCommand(KeyService service, Clock clock) {
        this.service = service;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "keys";
    }

    @Override
    public int run(List<String> arguments) {
        try {
            KeyOrder order = order(arguments);
            System.out.println(service.create(Caller.LOCAL, order).await().indefinitely().token());
            return 0;
        } catch (IllegalArgumentException unclear) {
            System.err.println("hindsight: " + unclear.getMessage());
            System.err.println("hindsight: usage: " + usage());
            return 2;
        } catch (ProblemException refused) {
            System.err.println("hindsight: no key was made: " + refused.detail());
            return 1;
        }
    }

    private KeyOrder order(List<String> arguments) {
        if (arguments.size() < 3 || !arguments.get(0).equals("create")) {
            throw new IllegalArgumentException("a name and a role are needed");
        }
        Role role =
                Role.ofWord(arguments.get(2))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "the role must be viewer, writer or admin"));
        String namespace = Namespace.DEFAULT;
        boolean payloads = true;
        Instant expiresAt = null;
        for (String option : arguments.subList(3, arguments.size())) {
            String value = option.substring(option.indexOf('=') + 1);
            switch (option.replaceAll("=.*", "")) {
                case "--namespace" -> namespace = value;
                case "--no-payloads" -> payloads = false;
                case "--expires-in" -> expiresAt = clock.instant().plus(duration(value));
                default -> throw new IllegalArgumentException("there is no option " + option);
            }
        }
        return checked(new KeyOrder(arguments.get(1), role, namespace, payloads, expiresAt));
    }

    private static KeyOrder checked(KeyOrder order) {
        String namespace = order.namespace();
        if (order.name().isBlank() || order.name().length() > 255) {
            throw new IllegalArgumentException("the name must have 1 to 255 characters");
        }
        if (Namespace.ALL.equals(namespace) && order.role() != Role.ADMIN) {
            throw new IllegalArgumentException("a key of all namespaces is an admin's");
        }
        if (!Namespace.ALL.equals(namespace) && !isName(namespace)) {
            throw new IllegalArgumentException("no namespace can be called that");
        }
        return order;
    }

    private static boolean isName(@Nullable String namespace) {
        return namespace != null && Namespace.isName(namespace);
    }

    private static Duration duration(String text) {
        try {
            Duration duration = Duration.parse(text);
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("--expires-in must lie in the future");
            }
            return duration;
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException("--expires-in takes a duration such as P90D", wrong);
        }
    }
}
