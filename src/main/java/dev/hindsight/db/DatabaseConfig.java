package dev.hindsight.db;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where the data is. */
@ConfigMapping(prefix = "hindsight.database")
public interface DatabaseConfig {

    /**
     * The server to use, {@code postgresql://user:password@host:port/db}. Absent: the JVM
     * application starts a PostgreSQL of its own, whose data lies in {@code hindsight.home}.
     */
    Optional<String> url();
}
