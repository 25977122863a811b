package dev.hindsight.archive;

import dev.hindsight.boot.HomeConfig;
import dev.hindsight.boot.StartupCheck;
import dev.hindsight.problem.StartFailure;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Where the settings say that the archive is. One that cannot be used is told of at the start: nobody
 * else would for days.
 */
@Singleton
class Place implements StartupCheck {

    private static final Logger LOG = Logger.getLogger(Place.class);

    private static final String SETTING = "HINDSIGHT_ARCHIVE_DIR";

    /** What S3 allows of a bucket's name; keys that other programs have trouble with are not made. */
    private static final Pattern BUCKET =
            Pattern.compile(
                    "s3://(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])"
                            + "(?:/(?<prefix>[A-Za-z0-9_.!'()~%-]+(?:/[A-Za-z0-9_.!'()~%-]+)*)?/?)?");

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

    private final Optional<String> dir;
    private final Path home;

    /** Made when it is first wanted: most services never want a bucket. */
    private final AtomicReference<Storage> storage = new AtomicReference<>();

    Place(ArchiveConfig config, HomeConfig home) {
        this.dir = config.dir().map(String::strip).filter(dir -> !dir.isEmpty());
        this.home =
                home.home()
                        .map(Path::of)
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".hindsight"));
    }

    @Override
    public void check() {
        if (isConfigured()) {
            Storage chosen = storage();
            // It may be slow or away, which must keep nothing else from starting.
            Infrastructure.getDefaultWorkerPool().execute(() -> probe(chosen));
        }
    }

    private static void probe(Storage storage) {
        try {
            storage.check();
        } catch (IOException failure) {
            LOG.warnf(
                    "The archive %s cannot be written: %s",
                    storage.place(), StartFailure.reason(failure));
        }
    }

    boolean isConfigured() {
        return dir.isPresent();
    }

    /**
     * The storage there.
     *
     * @throws StartFailure if the setting cannot be used
     * @throws IllegalStateException if it is not set
     */
    Storage storage() {
        Storage known = storage.get();
        if (known != null) {
            return known;
        }
        Storage made = of(dir.orElseThrow(() -> new IllegalStateException("There is no archive")));
        return storage.compareAndSet(null, made) ? made : storage();
    }

    private Storage of(String said) {
        if (!said.startsWith("s3:")) {
            return new DirectoryStorage(folder(said));
        }
        Matcher bucket = BUCKET.matcher(said);
        if (!bucket.matches() || said.contains("/../") || said.endsWith("/..")) {
            throw new StartFailure(
                    SETTING
                            + " cannot be used: a bucket must look like s3://bucket/prefix, with"
                            + " letters, digits and -_.!~'()% in the prefix");
        }
        String prefix = bucket.group("prefix");
        return new BucketStorage(
                new BucketClient(System::getenv, BucketClient.PATIENCE)::make,
                bucket.group("bucket"),
                prefix == null ? "" : prefix + "/",
                home.toAbsolutePath().resolve("archive"));
    }

    private static Path folder(String said) {
        if (SCHEME.matcher(said).matches()) {
            throw new StartFailure(
                    SETTING
                            + " cannot be used: it must be a folder or look like s3://bucket/prefix");
        }
        try {
            return Path.of(said).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new StartFailure(SETTING + " cannot be used: it is no path of a folder");
        }
    }
}
