package dev.hindsight.partition;

import dev.hindsight.db.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Has PostgreSQL look at the tables of a day while it fills.
 *
 * <p>The tables of a day are new at midnight. Until PostgreSQL has counted their rows it takes them for
 * all but empty, and plans, once for as long as the plan is kept, to read the whole day for a handful
 * of ids: after some thousand executions that is the larger part of what a report costs. Its own
 * daemon looks about once a minute, and never where it is off. So this replica asks for it whenever
 * the reports it wrote into a day have grown tenfold, outside of any report's transaction, up to the
 * size at which no plan is likely to change any more.
 */
@ApplicationScoped
public class DayStatistics {

    private static final Logger LOG = Logger.getLogger(DayStatistics.class);

    /** Reports of a day after which its tables are looked at for the first time and the last. */
    private static final long FIRST = 100;

    private static final long LAST = 100_000;

    /** Days that reports are written into at one time: the new ones and a few of stragglers. */
    private static final int DAYS = 16;

    private final Database database;
    private final PartitionStore store;
    private final Map<LocalDate, Long> reports = new ConcurrentHashMap<>();

    DayStatistics(Database database, PartitionStore store) {
        this.database = database;
        this.store = store;
    }

    /** Notes reports that were written, an id of an execution for each. Waits for nothing. */
    public void grew(Collection<UUID> ids) {
        note(ids)
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.debug("The tables of a day were not counted", failure));
    }

    /** The same; ends when what is due was done. */
    Uni<Void> note(Collection<UUID> ids) {
        Map<LocalDate, Long> grown = new HashMap<>();
        ids.forEach(id -> grown.merge(PartitionDay.dayOf(id), 1L, Long::sum));
        if (reports.size() > DAYS) {
            reports.keySet().retainAll(grown.keySet());
        }
        Uni<Void> done = Uni.createFrom().voidItem();
        for (Map.Entry<LocalDate, Long> day : grown.entrySet()) {
            long now = reports.merge(day.getKey(), day.getValue(), Long::sum);
            if (isPassed(now - day.getValue(), now)) {
                done = done.chain(() -> store.analyze(database.client(), day.getKey()));
            }
        }
        return done;
    }

    private static boolean isPassed(long before, long now) {
        for (long size = FIRST; size <= LAST; size *= 10) {
            if (before < size && now >= size) {
                return true;
            }
        }
        return false;
    }
}
