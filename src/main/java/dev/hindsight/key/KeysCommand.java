package dev.hindsight.key;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Role;
import dev.hindsight.command.Command;
import dev.hindsight.command.Misuse;
import dev.hindsight.command.Subcommand;
import dev.hindsight.namespace.Namespace;
import dev.hindsight.problem.ProblemException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes keys from a terminal, for who has the database and needs no key. */
@Singleton
final class KeysCommand implements Command<KeysCommand.Create> {

    /** What is asked: what is to be done about keys. */
    @CommandLine.Command(
            name = "keys",
            subcommands = Create.class,
            description = "Make an API key.")
    public static final class Keys implements Subcommand {}

    /** A new key is asked for. */
    @CommandLine.Command(
            name = "create",
            description = "Make an API key and print it; nothing else is printed.")
    public static final class Create implements Subcommand {

        @Parameters(index = "0", paramLabel = "<name>", description = "What the key is called.")
        private String name = "";

        @Parameters(
                index = "1",
                paramLabel = "viewer|writer|admin",
                description = "What it may do.")
        private String role = "";

        @Option(
                names = "--namespace",
                paramLabel = "<name>|*",
                defaultValue = Namespace.DEFAULT,
                description = "Where it may do so: ${DEFAULT-VALUE}, unless given.")
        private String namespace = Namespace.DEFAULT;

        @Option(names = "--no-payloads", description = "It does not see payloads.")
        private boolean withholdsPayloads;

        @Option(
                names = "--expires-in",
                paramLabel = "P90D",
                description = "How long it can be used, as an ISO-8601 duration.")
        private @Nullable Duration expiresIn;
    }

    private final KeyService service;
    private final Clock clock;

    KeysCommand(KeyService service, Clock clock) {
        this.service = service;
        this.clock = clock;
    }

    @Override
    public Class<Create> subcommand() {
        return Create.class;
    }

    @Override
    public int run(Create asked) {
        KeyOrder order = checked(order(asked));
        try {
            System.out.println(service.create(Caller.LOCAL, order).await().indefinitely().token());
            return 0;
        } catch (ProblemException refused) {
            System.err.println("hindsight: no key was made: " + refused.detail());
            return 1;
        }
    }

    private KeyOrder order(Create asked) {
        Role role =
                Role.ofWord(asked.role)
                        .orElseThrow(() -> new Misuse("the role must be viewer, writer or admin"));
        Instant expiresAt = null;
        if (asked.expiresIn != null) {
            if (asked.expiresIn.isNegative() || asked.expiresIn.isZero()) {
                throw new Misuse("--expires-in must lie in the future");
            }
            expiresAt = clock.instant().plus(asked.expiresIn);
        }
        return new KeyOrder(asked.name, role, asked.namespace, !asked.withholdsPayloads, expiresAt);
    }

    private static KeyOrder checked(KeyOrder order) {
        String namespace = order.namespace();
        if (order.name().isBlank() || order.name().length() > 255) {
            throw new Misuse("the name must have 1 to 255 characters");
        }
        if (Namespace.ALL.equals(namespace) && order.role() != Role.ADMIN) {
            throw new Misuse("a key of all namespaces is an admin's");
        }
        if (!Namespace.ALL.equals(namespace) && !isName(namespace)) {
            throw new Misuse("no namespace can be called that");
        }
        return order;
    }

    private static boolean isName(@Nullable String namespace) {
        return namespace != null && Namespace.isName(namespace);
    }
}
