package dev.hindsight.boot;

import dev.hindsight.address.DatabaseUrlConfigSourceFactory;
import dev.hindsight.command.Commands;
import dev.hindsight.command.Program;
import dev.hindsight.embedded.EmbeddedDatabase;
import dev.hindsight.problem.StartFailure;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Entry of the service: sees to a database, then hands over to Quarkus. */
@QuarkusMain
public final class Main {

    private static final String HOME = "hindsight.home";

    /** Settled while the binary is built, so that the database it cannot use is left out of it. */
    private static final boolean NATIVE = ImageMode.current() != ImageMode.JVM;

    private Main() {}

    /** Serves until the process is told to end, or does what the arguments ask for. */
    public static void main(String... arguments) {
        OptionalInt answered =
                Program.isAsked(arguments) ? Program.read(arguments).answer() : OptionalInt.empty();
        if (answered.isPresent()) {
            exit(answered.getAsInt(), null);
        }
        try {
            serve(arguments);
        } catch (StartFailure | ConfigValidationException e) {
            exit(1, e);
        }
    }

    /** One line for what the operator can mend; everything about what only we can. */
    private static void exit(int code, @Nullable Throwable cause) {
        if (cause != null) {
            Complaint.of(cause)
                    .ifPresentOrElse(
                            line -> System.err.println("hindsight: " + line),
                            () ->
                                    Logger.getLogger(Main.class)
                                            .error("The service could not start", cause));
        }
        System.exit(code);
    }

    private static void serve(String... arguments) {
        SmallRyeConfig settings = ConfigUtils.configBuilder().build();
        EnvironmentCheck.check(settings.getConfigSources());
        NoDocument.install();
        if (Program.isAsked(arguments)) {
            // A command serves nobody, and does what it does at once.
            System.setProperty("quarkus.http.host-enabled", "false");
            System.setProperty("quarkus.scheduler.enabled", "false");
            System.setProperty("quarkus.banner.enabled", "false");
            System.setProperty("quarkus.log.level", "WARN");
        }
        if (configuredUrl(settings).isPresent()) {
            run(Main::exit, arguments);
            return;
        }
        if (NATIVE) {
            throw new StartFailure(
                    "the native binary brings no database: set HINDSIGHT_DATABASE_URL to"
                            + " postgresql://user:password@host:port/database");
        }
        serveWithEmbeddedDatabase(home(settings), arguments);
    }

    /**
     * The service drains before its database stops, also on SIGTERM and Ctrl-C: shutdown hooks run
     * side by side, so ours only keeps the JVM until the main thread has stopped one after the
     * other.
     */
    private static void serveWithEmbeddedDatabase(Path home, String... arguments) {
        CountDownLatch done = new CountDownLatch(1);
        AtomicBoolean ending = new AtomicBoolean();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> await(done, ending), "database-last"));
        try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            if (ending.get()) {
                return;
            }
            // What a command tells may be kept in a file or a variable.
            PrintStream terminal = Program.isAsked(arguments) ? System.err : System.out;
            terminal.println("hindsight: no database is configured: running one in " + home);
            System.setProperty(DatabaseUrlConfigSourceFactory.PROPERTY, database.url());
            run(
                    (code, cause) -> {
                        stop(database);
                        done.countDown();
                        exit(code, cause);
                    },
                    arguments);
        } finally {
            done.countDown();
        }
    }

    private static void run(BiConsumer<Integer, Throwable> exit, String... arguments) {
        Quarkus.run(Program.isAsked(arguments) ? Commands.class : null, exit, arguments);
    }

    private static void stop(EmbeddedDatabase database) {
        System.clearProperty(DatabaseUrlConfigSourceFactory.PROPERTY);
        try {
            database.close();
        } catch (StartFailure e) {
            System.err.println("hindsight: " + e.getMessage());
        }
    }

    private static void await(CountDownLatch done, AtomicBoolean ending) {
        ending.set(true);
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<String> configuredUrl(SmallRyeConfig settings) {
        return settings.getOptionalValue(DatabaseUrlConfigSourceFactory.PROPERTY, String.class)
                .filter(url -> !url.isBlank());
    }

    private static Path home(SmallRyeConfig settings) {
        return settings.getOptionalValue(HOME, String.class)
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".hindsight"));
    }
}
