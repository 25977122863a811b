package dev.hindsight.archival;

import dev.hindsight.archive.Archive;
import dev.hindsight.boot.Chore;
import dev.hindsight.db.Database;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jboss.logging.Logger;

/** Deletes files of the archive when the last execution in them is gone, and what killed sweeps left. */
@ApplicationScoped
class ArchiveCleaning implements Chore {

    private static final Logger LOG = Logger.getLogger(ArchiveCleaning.class);

    private static final int BATCH = 500;

    /** To look for leftovers, all names are listed, which may cost money. */
    private static final Duration PERIOD = Duration.ofHours(20);

    /** How long it may take to write a file, by far. */
    private static final Duration UNDER_WAY = Duration.ofDays(1);

    private final Database database;
    private final ArchivedStore store;
    private final Archive archive;
    private final Drafting drafting;
    private final Clock clock;
    private volatile Instant lastLook = Instant.MIN;

    ArchiveCleaning(
            Database database,
            ArchivedStore store,
            Archive archive,
            Drafting drafting,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.archive = archive;
        this.drafting = drafting;
        this.clock = clock;
    }

    @Override
    public int order() {
        return RETENTION + 10;
    }

    @Override
    public String title() {
        return "Delete spent files of the archive";
    }

    @Override
    public Uni<Void> work() {
        return archive.isConfigured()
                ? store.filedDays(database.client())
                        .chain(this::deleteSpent)
                        .chain(this::deleteDrafts)
                        .chain(this::deleteLeftovers)
                        .onFailure(ArchiveCleaning::isAway)
                        .recoverWithUni(ArchiveCleaning::putOff)
                : Uni.createFrom().voidItem();
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof ProblemException problem
                && problem.type() == ProblemType.UNAVAILABLE
                && !problem.isCommon();
    }

    /** An archive that is away is no fault of the service: the next sweep tries again. */
    private static Uni<Void> putOff(Throwable failure) {
        LOG.warnf(
                "Spent files of the archive stay for now: %s",
                ((ProblemException) failure).detail());
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> deleteSpent(List<LocalDate> days) {
        return Multi.createFrom()
                .iterable(days)
                .onItem()
                .transformToUniAndConcatenate(
                        day -> store.spentFiles(database.client(), day, BATCH))
                .onItem()
                .transformToMultiAndConcatenate(files -> Multi.createFrom().iterable(files))
                .onItem()
                // The row goes last: a file that is gone is deleted in vain, one without a row
                // never.
                .transformToUniAndConcatenate(
                        file ->
                                archive.delete(file.name())
                                        .chain(() -> store.forget(database.client(), file)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> deleteDrafts() {
        return drafting.discardOld(OffsetDateTime.now(clock).minus(UNDER_WAY));
    }

    private Uni<Void> deleteLeftovers() {
        Instant now = clock.instant();
        if (lastLook.plus(PERIOD).isAfter(now)) {
            return Uni.createFrom().voidItem();
        }
        return archive.sweepLeftovers(now.minus(UNDER_WAY))
                .invoke(() -> lastLook = now)
                .replaceWithVoid();
    }
}
