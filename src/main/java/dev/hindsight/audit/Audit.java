package dev.hindsight.audit;

import dev.hindsight.access.Caller;
import dev.hindsight.audit.AuditStore.Line;
import dev.hindsight.db.Database;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Part;
import dev.hindsight.partition.Uuid7;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes the audit down, and tells it. */
@ApplicationScoped
public class Audit {

    /** Characters of a target that are kept. */
    private static final int MAX_TARGET = 1_024;

    /** Different reads that are remembered; while they cannot be written, further ones are not told apart. */
    static final int MAX_READS = 20_000;

    /** The target of reads that are not told apart. */
    static final String OTHERS = "others";

    /** Entries that one statement writes. */
    private static final int MAX_LINES = 1_000;

    private final Database database;
    private final AuditStore store;
    private final Clock clock;
    private final Map<Read, Seen> reads = new ConcurrentHashMap<>();

    Audit(Database database, AuditStore store, Clock clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    private record Read(int namespaceId, String actor, Deed deed) {}

    private record Seen(Instant first, int times) {}

    /** Writes down what a caller does, in the transaction that does it. */
    public Uni<Void> record(SqlClient client, Caller caller, Deed deed) {
        return record(client, caller, caller.namespaceId(), deed);
    }

    /** The same for what concerns another namespace, whose administrators are told. */
    public Uni<Void> record(SqlClient client, Caller caller, int namespaceId, Deed deed) {
        return store.insert(
                client, List.of(line(namespaceId, caller.actor(), deed, clock.instant(), 1)));
    }

    /** Takes note of what a caller reads, to be written soon. */
    private void note(Caller caller, Deed deed) {
        String target = reads.size() < MAX_READS ? cut(deed.target()) : OTHERS;
        reads.merge(
                new Read(caller.namespaceId(), caller.actor(), Deed.of(deed.action(), target)),
                new Seen(clock.instant(), 1),
                (before, now) -> new Seen(before.first(), before.times() + 1));
    }

    /** Takes note that a caller read payloads, if that is permitted, to be written soon. */
    public void noteRead(Caller caller, String target) {
        if (caller.seesPayloads()) {
            note(caller, Deed.of(Deed.Action.PAYLOADS_READ, target));
        }
    }

    /** Takes note that a caller takes executions away, to be written soon. */
    public void noteExport(Caller caller, String target) {
        note(caller, Deed.of(Deed.Action.EXECUTIONS_EXPORTED, target));
    }

    /** How many different reads are remembered. */
    int remembered() {
        return reads.size();
    }

    /** Writes down what is remembered; what cannot be written stays. */
    Uni<Void> flush() {
        List<Map.Entry<Read, Seen>> some =
                reads.entrySet().stream().limit(MAX_LINES).map(Map.Entry::copyOf).toList();
        if (some.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Line> lines =
                some.stream()
                        .map(
                                it ->
                                        line(
                                                it.getKey().namespaceId(),
                                                it.getKey().actor(),
                                                it.getKey().deed(),
                                                it.getValue().first(),
                                                it.getValue().times()))
                        .toList();
        return store.insert(database.client(), lines)
                .invoke(() -> some.forEach(it -> written(it.getKey(), it.getValue())))
                .chain(() -> lines.size() == MAX_LINES ? flush() : Uni.createFrom().voidItem());
    }

    /** What came while it was being written is left for the next time. */
    private void written(Read read, Seen seen) {
        reads.computeIfPresent(
                read,
                (same, now) ->
                        now.times() == seen.times()
                                ? null
                                : new Seen(clock.instant(), now.times() - seen.times()));
    }

    /** A page of entries, newest first. */
    Uni<Page<AuditEntry>> list(
            Caller caller, AuditStore.Question question, Limit limit, long fingerprint) {
        return store.page(caller.namespaceId(), question, limit.value() + 1)
                .map(
                        entries ->
                                Page.of(
                                        entries,
                                        limit,
                                        last -> Cursor.of(fingerprint, Part.id(last.id()))));
    }

    private static Line line(int namespaceId, String actor, Deed deed, Instant at, int times) {
        return new Line(
                namespaceId,
                new AuditEntry(
                        Uuid7.mint(),
                        at.atOffset(ZoneOffset.UTC),
                        actor,
                        deed.action().word(),
                        cut(deed.target()),
                        times,
                        deed.detail()));
    }

    private static String cut(String target) {
        return target.length() > MAX_TARGET ? target.substring(0, MAX_TARGET) : target;
    }
}
