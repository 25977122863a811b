package dev.hindsight.miniature;

import static dev.hindsight.db.Args.column;

import dev.hindsight.db.Args;
import dev.hindsight.partition.DayRange;
import dev.hindsight.reader.Reader;
import dev.hindsight.step.StepStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Drawings of executions. */
@ApplicationScoped
class MiniatureStore {

    /** Where several steps share a bar, it tells the last of these among them. */
    private static final List<StepStatus> WORST_LAST =
            List.of(
                    StepStatus.PENDING,
                    StepStatus.SKIPPED,
                    StepStatus.COMPLETED,
                    StepStatus.CANCELLED,
                    StepStatus.RUNNING,
                    StepStatus.TIMED_OUT,
                    StepStatus.CRASHED,
                    StepStatus.FAILED);

    private static final Integer[] BADNESS =
            column(List.of(StepStatus.values()), Integer[]::new, it -> WORST_LAST.indexOf(it) + 1);

    private static final String[] WORDS = column(WORST_LAST, String[]::new, StepStatus::word);

    private final Reader reader;

    MiniatureStore(Reader reader) {
        this.reader = reader;
    }

    /**
     * What is to be drawn.
     *
     * @param until when a step of it that runs has run: now, or until the execution was over
     */
    record Subject(UUID id, OffsetDateTime startedAt, OffsetDateTime until) {}

    /** Bars by execution, see {@link MiniatureSql#BARS}; one of which no step has started is absent. */
    Uni<Map<UUID, String>> bars(int namespaceId, List<Subject> subjects) {
        if (subjects.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        Args args =
                Args.of(namespaceId)
                        .add(column(subjects, UUID[]::new, Subject::id))
                        .add(column(subjects, OffsetDateTime[]::new, Subject::startedAt))
                        .add(column(subjects, OffsetDateTime[]::new, Subject::until))
                        .add(BADNESS)
                        .add(WORDS);
        DayRange days = DayRange.of(subjects.stream().map(Subject::id).toList());
        return reader.ask(days.in(MiniatureSql.BARS), args.tuple())
                .map(
                        rows -> {
                            Map<UUID, String> bars = new HashMap<>();
                            for (Row row : rows) {
                                String drawn = row.getString(1);
                                if (drawn != null) {
                                    bars.put(row.getUUID(0), drawn);
                                }
                            }
                            return bars;
                        });
    }
}
