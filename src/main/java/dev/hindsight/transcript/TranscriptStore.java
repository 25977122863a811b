package dev.hindsight.transcript;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.partition.DayRange;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Reads executions whole. */
@ApplicationScoped
class TranscriptStore {

    private final Database database;

    TranscriptStore(Database database) {
        this.database = database;
    }

    /** A step behind which a page begins. */
    record AfterStep(String key, int attempt) {

        /** Before all steps: no key is empty. */
        static final AfterStep NONE = new AfterStep("", 0);
    }

    Uni<Optional<Told>> find(int namespaceId, UUID id) {
        return database.ask(
                        DayRange.of(id).in(TranscriptSql.FIND), Args.of(namespaceId, id).tuple())
                .map(
                        rows ->
                                rows.size() == 0
                                        ? Optional.empty()
                                        : Optional.of(
                                                TranscriptRows.execution(rows.iterator().next())));
    }

    Uni<Told.Page<AfterStep>> steps(int namespaceId, UUID id, AfterStep after) {
        return database.ask(
                        DayRange.of(id).in(TranscriptSql.STEPS),
                        Args.of(namespaceId, id, after.key(), after.attempt()).tuple())
                .map(TranscriptRows::steps);
    }

    Uni<Told.Page<Long>> lines(int namespaceId, UUID id, long after) {
        return database.ask(
                        DayRange.of(id).in(TranscriptSql.LINES),
                        Args.of(namespaceId, id, after).tuple())
                .map(TranscriptRows::lines);
    }
}
