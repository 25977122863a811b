package dev.hindsight.audit;

import dev.hindsight.boot.Farewell;
import dev.hindsight.db.Database;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Writes down every few seconds what was read since, and at the end what was not written yet. */
@Singleton
final class AuditClerk implements Farewell {

    private static final Logger LOG = Logger.getLogger(AuditClerk.class);

    private final Audit audit;

    AuditClerk(Audit audit) {
        this.audit = audit;
    }

    @Scheduled(
            every = "2s",
            identity = "audit",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = UnlessNoted.class)
    Uni<Void> write() {
        return Database.unattended(
                LOG, "The audit could not be written, and will be later", audit.flush());
    }

    @Override
    public Uni<Void> end() {
        return audit.flush();
    }

    /** While nobody reads, nothing is asked of the database. */
    @Singleton
    static final class UnlessNoted implements Scheduled.SkipPredicate {

        private final Audit audit;

        UnlessNoted(Audit audit) {
            this.audit = audit;
        }

        @Override
        public boolean test(ScheduledExecution execution) {
            return audit.remembered() == 0;
        }
    }
}
