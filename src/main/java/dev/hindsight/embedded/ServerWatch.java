package dev.hindsight.embedded;

import dev.hindsight.problem.StartFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps a server running: one that ends is started again at once, where it was; one that does not
 * start, or ends soon after, is tried again after pauses that grow.
 *
 * <p>Every kind of failure is one line of the log, until the server has run steadily for a while.
 * The thread is the only one that starts a server, and whoever closes the watch the only one that
 * stops it for good, so that there are never two.
 */
final class ServerWatch implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ServerWatch.class);

    /** How often is looked whether the server is there: it is no child of this process. */
    private static final Duration GLANCE = Duration.ofMillis(250);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** A server that ran for so long is well: its next end has nothing to do with the one before. */
    private static final Duration STEADY = Duration.ofMinutes(2);

    private final PostgresServer server;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "embedded-postgres-watch");

    private PostgresServer.Running running;
    private long startedAt = System.nanoTime();
    private Duration pause = Duration.ZERO;
    private final Set<String> told = new HashSet<>();

    private ServerWatch(PostgresServer server, PostgresServer.Running running) {
        this.server = server;
        this.running = running;
    }

    /** Watches a server that was just started, until closed. */
    static ServerWatch begin(PostgresServer server, PostgresServer.Running running) {
        ServerWatch watch = new ServerWatch(server, running);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    /**
     * Ends the watch and stops the server, also one that is just being started. Waits until both are
     * done.
     *
     * @throws StartFailure if the server does not stop
     */
    @Override
    public void close() throws IOException {
        closing.countDown();
        try {
            do {
                server.stopIfRunning();
                thread.join(GLANCE.toMillis());
            } while (thread.isAlive());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stopIfRunning();
    }

    private void watch() {
        try {
            while (ends()) {
                tell("The embedded PostgreSQL ended and is started again", why());
                restart();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end of the server, true, or of the watch, false. */
    private boolean ends() throws InterruptedException {
        ProcessHandle process = running.process().orElse(null);
        // A process that is this one's child after all, as orphans are of a container's first
        // process, is seen to have ended by the future alone.
        CompletableFuture<?> ended =
                process == null ? CompletableFuture.completedFuture(null) : process.onExit();
        while (process != null && process.isAlive() && !ended.isDone()) {
            if (isClosedWithin(GLANCE)) {
                return false;
            }
        }
        return !isClosedWithin(Duration.ZERO);
    }

    /** Starts the server, again and again until it runs or the watch is closed. */
    private void restart() throws InterruptedException {
        if (System.nanoTime() - startedAt > STEADY.toNanos()) {
            pause = Duration.ZERO;
            told.clear();
        }
        while (!isClosedWithin(pause)) {
            pause = longer(pause);
            try {
                running = server.startAgain(running.port());
                startedAt = System.nanoTime();
                LOG.info("The embedded PostgreSQL runs again");
                return;
            } catch (StartFailure failure) {
                tellOfStart(String.valueOf(failure.getMessage()));
            } catch (IOException failure) {
                tellOfStart(StartFailure.reason(failure));
            }
        }
    }

    /** A start that failed since the watch was closed in its middle is not told. */
    private void tellOfStart(String reason) throws InterruptedException {
        if (!isClosedWithin(Duration.ZERO)) {
            tell("It is tried again in a while", reason);
        }
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }

    private boolean isClosedWithin(Duration time) throws InterruptedException {
        return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private String why() {
        try {
            return server.log().lastWord(running.logged());
        } catch (IOException unreadable) {
            return "its log cannot be read: " + StartFailure.reason(unreadable);
        }
    }

    /** Once for each kind of reason: numbers and names of files in it make no other one. */
    private void tell(String what, String reason) {
        if (told.add(what + reason.replaceAll("[0-9A-F]{8,}|\\d+", "0"))) {
            LOG.warnf("%s: %s", what, reason);
        }
    }
}
