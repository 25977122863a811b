package dev.hindsight.reader;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where questions go that need not be put to the database that is written. */
@ConfigMapping(prefix = "hindsight.reader")
public interface ReaderConfig {

    /**
     * A streaming replica of the database, in the form of {@code hindsight.database.url}, which answers
     * lists, searches and statistics. Answers are never older than their questions: what it has not
     * replayed in time, or cannot do, the primary answers. Absent: the primary answers everything.
     */
    Optional<String> url();
}
