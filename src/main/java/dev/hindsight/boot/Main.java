package dev.hindsight.boot;

import dev.hindsight.embedded.EmbeddedDatabase;
import dev.hindsight.problem.StartFailure;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** Entry of the service: sees to a database, then hands over to Quarkus. */
@QuarkusMain
public final class Main {

    private static final String HOME = "hindsight.home";

    /** Settled while the binary is built, so that the database it cannot use is left out of it. */
    private static final boolean NATIVE = ImageMode.current() != ImageMode.JVM;

    private Main() {}

    /** Serves until the process is told to end; the arguments are Quarkus's. */
    public static void main(String... arguments) {
        try {
            serve(arguments);
        } catch (StartFailure e) {
            System.err.println("hindsight: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void serve(String... arguments) {
        SmallRyeConfig settings = ConfigUtils.configBuilder().build();
        if (CommandLine.isAsked(arguments)) {
            // A command serves nobody, and does what it does at once.
            System.setProperty("quarkus.http.host-enabled", "false");
            System.setProperty("quarkus.scheduler.enabled", "false");
            System.setProperty("quarkus.banner.enabled", "false");
            System.setProperty("quarkus.log.level", "WARN");
        }
        if (configuredUrl(settings).isPresent()) {
            run(arguments);
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
            System.out.println("hindsight: no database is configured: running one in " + home);
            System.setProperty(DatabaseUrlConfigSourceFactory.PROPERTY, database.url());
            BiConsumer<Integer, Throwable> exit =
                    ApplicationLifecycleManager.getDefaultExitCodeHandler();
            ApplicationLifecycleManager.setDefaultExitCodeHandler(
                    (code, cause) -> {
                        stop(database);
                        done.countDown();
                        exit.accept(code, cause);
                    });
            run(arguments);
        } finally {
            done.countDown();
        }
    }

    private static void run(String... arguments) {
        if (CommandLine.isAsked(arguments)) {
            Quarkus.run(CommandLine.class, arguments);
        } else {
            Quarkus.run(arguments);
        }
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
