package dev.hindsight.key;

import dev.hindsight.boot.Farewell;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When keys were last used: noted at once, written once a minute. */
@Singleton
final class KeyUses implements Farewell {

    private final KeyStore store;
    private final Clock clock;
    private final Map<String, Instant> uses = new ConcurrentHashMap<>();

    KeyUses(KeyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    void note(String id) {
        uses.put(id, clock.instant());
    }

    @Scheduled(
            every = "60s",
            identity = "key-uses",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = UnlessUsed.class)
    Uni<Void> write() {
        return end().onFailure().recoverWithNull();
    }

    @Override
    public Uni<Void> end() {
        Map<String, Instant> some = Map.copyOf(uses);
        return some.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.used(some).invoke(() -> some.forEach(uses::remove));
    }

    /** While no key is used, nothing is asked of the database. */
    @Singleton
    static final class UnlessUsed implements Scheduled.SkipPredicate {

        private final KeyUses uses;

        UnlessUsed(KeyUses uses) {
            this.uses = uses;
        }

        @Override
        public boolean test(ScheduledExecution execution) {
            return uses.uses.isEmpty();
        }
    }
}
