package dev.hindsight.rollup;

import dev.hindsight.fold.Delta;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of sums. All joins the caller's transaction.
 *
 * @param <K> what its rows are told apart by
 */
interface Table<K> {

    /** The rows that a delta belongs to; none if it is not for this table. */
    List<K> rowsOf(Delta delta);

    /** When its turn is to be looked up: rows of one level are looked up in those of lesser ones. */
    int level(K key);

    /** Rows as they are; those that are not there are absent. */
    Uni<Map<K, Aggregate>> load(SqlClient client, Collection<K> keys);

    /** Writes rows; those that are empty leave. */
    Uni<Void> store(SqlClient client, Map<K, Aggregate> rows);

    /** Some of the rows whose extremes are only bounds, those of the least level first. */
    Uni<List<K>> bounded(SqlClient client);

    /** Looks the extremes of rows of one level up, in records or in other rows. */
    Uni<Map<K, Found>> lookUp(SqlClient client, int level, List<K> keys);

    /**
     * What was looked up.
     *
     * @param min {@code null} if there are no durations, as is the greatest
     * @param ended how many durations there are
     * @param latest the execution that started last, where that was looked up
     */
    record Found(
            @Nullable Long min, @Nullable Long max, long ended, Aggregate.@Nullable Latest latest) {

        Found(@Nullable Long min, @Nullable Long max, long ended) {
            this(min, max, ended, null);
        }

        /** The same with the execution that started last. */
        Found with(Aggregate.Latest last) {
            return new Found(min, max, ended, last);
        }

        /** What is found in two places. */
        Found and(Found other) {
            return new Found(
                    min == null || (other.min != null && other.min < min) ? other.min : min,
                    max == null || (other.max != null && other.max > max) ? other.max : max,
                    ended + other.ended);
        }
    }
}
