package dev.hindsight.archival;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Grant;
import dev.hindsight.archive.Archive;
import dev.hindsight.db.Database;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.importer.Reopening;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Opens archived executions: takes their rows out of their file, where every question finds them. They
 * stay for as long as somebody asks, and an hour longer.
 */
@ApplicationScoped
class ArchiveOpening implements ExecutionService.Opening {

    /** Who asks within this time after another need not say so. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final Database database;
    private final ArchivedStore store;
    private final Archive archive;
    private final Reopening reopening;
    private final Clock clock;

    ArchiveOpening(
            Database database,
            ArchivedStore store,
            Archive archive,
            Reopening reopening,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.archive = archive;
        this.reopening = reopening;
        this.clock = clock;
    }

    @Override
    public Uni<Void> open(int namespaceId, UUID id) {
        return store.place(database.client(), namespaceId, id)
                .chain(
                        place ->
                                place.isPresent()
                                        ? open(namespaceId, id, place.get())
                                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> open(int namespaceId, UUID id, ArchivedStore.Place place) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        if (isFresh(place.openedAt(), now)) {
            return Uni.createFrom().voidItem();
        }
        return (place.openedAt() == null
                        ? Uni.createFrom().item(false)
                        : store.keepOpen(database.client(), namespaceId, id, now))
                .chain(
                        isOpen ->
                                isOpen ? Uni.createFrom().voidItem() : takeOut(namespaceId, place));
    }

    private static boolean isFresh(@Nullable OffsetDateTime openedAt, OffsetDateTime now) {
        return openedAt != null && openedAt.plus(FRESH).isAfter(now);
    }

    private Uni<Void> takeOut(int namespaceId, ArchivedStore.Place place) {
        return reopening.reopen(
                new Caller(namespaceId, Grant.everything("archive")),
                archive.read(place.file(), place.position(), place.length()));
    }
}
