package dev.hindsight.partition;

import dev.hindsight.db.Database;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is known of the days: read at most once a second, since days change slowly. */
@ApplicationScoped
public class PartitionCatalogue {

    /** For so long an id of a dropped day is answered as gone; then as unknown. */
    public static final Duration REMEMBERED = Duration.ofDays(90);

    private static final Duration FRESH = Duration.ofSeconds(1);

    /** A day that must be widened is widened by more, so that the next report finds room. */
    private static final Duration SLACK = Duration.ofHours(6);

    /** As all moments are told: in UTC, with milliseconds. */
    private static final DateTimeFormatter WRITTEN =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final Database database;
    private final PartitionStore store;
    private final Clock clock;
    private volatile Snapshot snapshot = new Snapshot(Instant.MIN, null);

    PartitionCatalogue(Database database, PartitionStore store, Clock clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    /** The days as they were read, if they ever were. */
    private record Snapshot(Instant readAt, @Nullable List<PartitionDay> read) {
        List<PartitionDay> days() {
            return read == null ? List.of() : read;
        }
    }

    /** Every day as it was known when the days were last read; asks nobody. Empty until they were. */
    Optional<List<PartitionDay>> known() {
        return Optional.ofNullable(snapshot.read());
    }

    /** Every day known, newest first, at most a second old. */
    public Uni<List<PartitionDay>> days() {
        return days(database.client());
    }

    /**
     * The same within a transaction: whoever has a connection must not wait for another one, or all who
     * have one may wait for each other.
     */
    public Uni<List<PartitionDay>> days(SqlClient client) {
        Snapshot current = snapshot;
        if (current.readAt().plus(FRESH).isAfter(clock.instant())) {
            return Uni.createFrom().item(current.days());
        }
        return refresh(client);
    }

    /** What is known is not true any more. */
    void outdate() {
        snapshot = new Snapshot(Instant.MIN, snapshot.read());
    }

    /** Reads the days anew. */
    public Uni<List<PartitionDay>> refresh() {
        return refresh(database.client());
    }

    /** The same within a transaction. */
    public Uni<List<PartitionDay>> refresh(SqlClient client) {
        return store.list(client).invoke(days -> snapshot = new Snapshot(clock.instant(), days));
    }

    /**
     * Makes sure, within the transaction that stores them, that the bounds of their days hold the
     * starts of these executions. Costs nothing where they do, which is nearly always.
     */
    public Uni<Void> widen(SqlClient client, Map<UUID, OffsetDateTime> starts) {
        Map<LocalDate, Bounds> needed = new HashMap<>();
        starts.forEach(
                (id, start) -> {
                    LocalDate day = PartitionDay.dayOf(id);
                    if (!holds(day, start)) {
                        needed.merge(
                                day,
                                new Bounds(start.minus(SLACK), start.plus(SLACK)),
                                Bounds::union);
                    }
                });
        if (needed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<LocalDate> days = needed.keySet().stream().sorted().toList();
        return store.widen(
                        client,
                        days,
                        days.stream().map(day -> needed.get(day).oldest()).toList(),
                        days.stream().map(day -> needed.get(day).newest()).toList())
                .invoke(this::outdate);
    }

    /**
     * The problem of asking for an id of a dropped day, while that is remembered; of what was known
     * when the days were last read.
     */
    public Optional<ProblemException> removal(UUID id) {
        LocalDate day = PartitionDay.dayOf(id);
        return snapshot.days().stream()
                .filter(known -> known.day().equals(day) && known.droppedAt() != null)
                .filter(
                        known ->
                                known.droppedAt()
                                        .toInstant()
                                        .plus(REMEMBERED)
                                        .isAfter(clock.instant()))
                .findFirst()
                .map(known -> gone(known.droppedAt(), known.droppedBy()));
    }

    /** The problem of asking for what retention removed. */
    public static ProblemException gone(
            @Nullable OffsetDateTime removedAt, @Nullable String policy) {
        Map<String, Object> known = new HashMap<>();
        if (removedAt != null) {
            known.put("removedAt", WRITTEN.format(removedAt));
        }
        if (policy != null) {
            known.put("policy", policy);
        }
        return new ProblemException(
                ProblemType.GONE, "Retention has removed this execution.", List.of(), known);
    }

    private boolean holds(LocalDate day, OffsetDateTime start) {
        for (PartitionDay known : snapshot.days()) {
            if (known.day().equals(day)) {
                return !start.isBefore(known.oldestStartedAt())
                        && !start.isAfter(known.newestStartedAt());
            }
        }
        return false;
    }

    private record Bounds(OffsetDateTime oldest, OffsetDateTime newest) {
        Bounds union(Bounds other) {
            return new Bounds(
                    oldest.isBefore(other.oldest) ? oldest : other.oldest,
                    newest.isAfter(other.newest) ? newest : other.newest);
        }
    }
}
