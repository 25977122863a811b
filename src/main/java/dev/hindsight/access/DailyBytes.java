package dev.hindsight.access;

import dev.hindsight.boot.Farewell;
import dev.hindsight.db.Database;
import dev.hindsight.edge.BodyLimit;
import dev.hindsight.namespace.Namespaces;
import dev.hindsight.namespace.Namespaces.DayBytes;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Counts the bytes that are reported to namespaces with a quota of them, and refuses more when that of a
 * day (UTC) is used up. What a replica counted it adds to a row every five seconds, and hears thereby what
 * all of them did. So more than the quota is taken, by what comes to all of them within five seconds and by
 * bodies that were begun, which are read to their end; a replica that is killed forgets as much.
 */
@Singleton
final class DailyBytes implements Farewell {

    private static final Logger LOG = Logger.getLogger(DailyBytes.class);

    private final Namespaces namespaces;
    private final Clock clock;

    /** Of today, and for a moment of yesterday; as many as have such a quota. */
    private final Map<Key, Tally> tallies = new ConcurrentHashMap<>();

    private record Key(int namespaceId, LocalDate day) {}

    /** Bytes of a day: what all replicas had when this one last asked, and what it took since. */
    private static final class Tally {
        private final AtomicLong told = new AtomicLong();
        private final AtomicLong underway = new AtomicLong();
        private final AtomicLong fresh = new AtomicLong();

        long all() {
            return told.get() + underway.get() + fresh.get();
        }

        boolean isWritten() {
            return underway.get() == 0 && fresh.get() == 0;
        }

        /** What is to be written; until it is, it counts as well. */
        long take() {
            long some = fresh.getAndSet(0);
            underway.addAndGet(some);
            return some;
        }

        void notWritten(long some) {
            fresh.addAndGet(some);
            underway.addAndGet(-some);
        }
    }

    DailyBytes(Namespaces namespaces, Clock clock) {
        this.namespaces = namespaces;
        this.clock = clock;
    }

    /** Where the body of a caller is counted. */
    BodyLimit.Account account(Grant grant) {
        Grant.Home home = grant.home();
        Long quota = grant.quotas().bytesPerDay();
        if (home == null || quota == null) {
            return BodyLimit.Account.NONE;
        }
        Instant now = clock.instant();
        Tally tally = tallies.computeIfAbsent(new Key(home.id(), day(now)), key -> new Tally());
        return new BodyLimit.Account() {
            @Override
            public void begin() {
                if (tally.all() >= quota) {
                    throw usedUp(quota, now);
                }
            }

            @Override
            public void took(long bytes) {
                tally.fresh.addAndGet(bytes);
            }
        };
    }

    private static ProblemException usedUp(long quota, Instant now) {
        Instant tomorrow = day(now).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return new ProblemException(
                ProblemType.OVERLOADED,
                ("The callers of the namespace have sent the %,d bytes that they may send in a day (UTC)."
                                + " They can read, and send more tomorrow.")
                        .formatted(quota),
                List.of(),
                Map.of("retryAfter", Duration.between(now, tomorrow).toSeconds() + 1));
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    @Scheduled(
            every = "5s",
            identity = "daily-bytes",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = UnlessCounted.class)
    Uni<Void> write() {
        return end().invoke(this::forget)
                // It still counts here, and is added with what comes next.
                .onFailure(RuntimeException.class)
                .invoke(failure -> Database.tell(LOG, "Bytes of a day were not added", failure))
                .onFailure(RuntimeException.class)
                .recoverWithNull();
    }

    private void forget() {
        LocalDate today = day(clock.instant());
        tallies.entrySet()
                .removeIf(it -> it.getKey().day().isBefore(today) && it.getValue().isWritten());
    }

    /** Adds what was counted here to what the others did. */
    @Override
    public Uni<Void> end() {
        List<DayBytes> some = new ArrayList<>();
        tallies.forEach(
                (key, tally) -> {
                    long bytes = tally.take();
                    if (bytes > 0) {
                        some.add(new DayBytes(key.namespaceId(), key.day(), bytes));
                    }
                });
        return some.isEmpty() ? Uni.createFrom().voidItem() : write(some);
    }

    private Uni<Void> write(List<DayBytes> some) {
        return namespaces
                .add(some)
                .invoke(
                        sums -> {
                            for (DayBytes sum : sums) {
                                tally(sum).told.accumulateAndGet(sum.bytes(), Math::max);
                            }
                            some.forEach(it -> tally(it).underway.addAndGet(-it.bytes()));
                        })
                .onFailure()
                .invoke(() -> some.forEach(it -> tally(it).notWritten(it.bytes())))
                .replaceWithVoid();
    }

    private Tally tally(DayBytes it) {
        return tallies.computeIfAbsent(new Key(it.namespaceId(), it.day()), key -> new Tally());
    }

    /** While nothing is counted, nothing is asked of the database. */
    @Singleton
    static final class UnlessCounted implements Scheduled.SkipPredicate {

        private final DailyBytes bytes;

        UnlessCounted(DailyBytes bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean test(ScheduledExecution execution) {
            return bytes.tallies.isEmpty();
        }
    }
}
