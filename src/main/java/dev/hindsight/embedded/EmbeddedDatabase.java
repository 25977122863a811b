package dev.hindsight.embedded;

import dev.hindsight.problem.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A PostgreSQL 18 of the service's own, running from {@link #start} to {@link #close}: if it ends in
 * between, it is started again where it was. Its data survives both, and the crash of either process.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private final HomeLock lock;
    private final ServerWatch server;
    private final String url;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedDatabase(HomeLock lock, ServerWatch server, String url) {
        this.lock = lock;
        this.server = server;
        this.url = url;
    }

    /**
     * Starts the database of a home folder. The first start in a folder unpacks the programs and
     * makes the database, which takes seconds; a server that a killed service left behind is
     * stopped first.
     *
     * @param home made, for its owner alone, if it is not there
     * @throws StartFailure if another process uses the folder, or the database cannot be started
     */
    public static EmbeddedDatabase start(Path home) {
        HomeFolder folder = HomeFolder.open(home);
        HomeLock lock = HomeLock.take(folder);
        try {
            return start(folder, lock);
        } catch (IOException e) {
            lock.close();
            throw new StartFailure(
                    "cannot use %s (%s): make it writable and free some space, or set HINDSIGHT_HOME to another folder"
                            .formatted(folder.path(), StartFailure.reason(e)));
        } catch (StartFailure e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedDatabase start(HomeFolder home, HomeLock lock) throws IOException {
        Path unpacked =
                PostgresArchive.of(System.getProperty("os.name"), System.getProperty("os.arch"))
                        .unpackInto(home.programs());
        PostgresPrograms programs = new PostgresPrograms(unpacked, Privileges.prefix(home.data()));
        PostgresServer server = new PostgresServer(home, programs);
        server.stopIfRunning();
        String password = new DataFolder(home, programs).prepare();
        server.log().rotate();
        PostgresServer.Running running = server.start();
        return new EmbeddedDatabase(
                lock, ServerWatch.begin(server, running), url(password, running.port()));
    }

    /** Where it listens, with user and password: a value for {@code hindsight.database.url}. */
    public String url() {
        return url;
    }

    /**
     * Stops the server, cutting off whoever is still connected, and gives the folder back. Waits
     * until both are done. Closing again does nothing.
     *
     * @throws StartFailure if the server does not stop; the next start will try again
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            server.close();
        } catch (IOException e) {
            throw new StartFailure(
                    "the embedded PostgreSQL was left running (%s): the next start stops it"
                            .formatted(StartFailure.reason(e)));
        } finally {
            lock.close();
        }
    }

    private static String url(String password, int port) {
        return "postgresql://%s:%s@127.0.0.1:%d/%s?sslmode=disable"
                .formatted(DataFolder.NAME, password, port, DataFolder.NAME);
    }
}
