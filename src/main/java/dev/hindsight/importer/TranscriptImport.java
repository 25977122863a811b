package dev.hindsight.importer;

import dev.hindsight.access.Caller;
import dev.hindsight.copy.CopyRecorder;
import dev.hindsight.copy.ExecutionCopy;
import dev.hindsight.copy.Piece;
import dev.hindsight.importer.Line.Kind;
import dev.hindsight.payload.Notice;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.transcript.Appendix;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One import of a transcript: its lines are taken one by one, in their order, and what they hold is
 * written in batches.
 *
 * <p>Whatever fails, what was whole before is stored, and the problem names the place. One at a time.
 */
final class TranscriptImport {

    /** Records of one transaction. */
    private static final int MAX_RECORDS = 500;

    /** Bytes of the lines of one transaction. */
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final Caller caller;
    private final TranscriptReader reader;
    private final Recording recording;
    private final ImportReceipt.Draft receipt = new ImportReceipt.Draft();

    private final List<Piece> pieces = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private final Set<UUID> executions = new HashSet<>();
    private final Set<List<Object>> attempts = new HashSet<>();
    private final Map<String, Long> totals = new HashMap<>();
    private @Nullable Unit unit;
    private Appendix.@Nullable Part begun;
    private Kind last = Kind.END;
    private int records;
    private int bytes;

    TranscriptImport(Caller caller, TranscriptReader reader, Recording recording) {
        this.caller = caller;
        this.reader = reader;
        this.recording = recording;
    }

    /** Where pieces go. */
    @FunctionalInterface
    interface Recording {
        Uni<Optional<CopyRecorder.Refusal>> record(Caller caller, List<Piece> pieces);
    }

    /** An execution that is being read. */
    private static final class Unit {
        private final String place;
        private final ExecutionCopy execution;
        private final Map<String, Long> counts = new HashMap<>();
        private final List<Line> parts = new ArrayList<>();
        private @Nullable String graph;
        private boolean isFirst = true;

        Unit(String place, ExecutionCopy execution) {
            this.place = place;
            this.execution = execution;
        }

        /** What has come since the piece before. */
        Piece piece(boolean isLast) {
            Piece piece =
                    new Piece(
                            execution,
                            graph,
                            parts.stream().map(Line::step).filter(Objects::nonNull).toList(),
                            parts.stream().map(Line::line).filter(Objects::nonNull).toList(),
                            parts.stream().map(Line::part).filter(Objects::nonNull).toList(),
                            isFirst,
                            isLast);
            parts.clear();
            graph = null;
            isFirst = false;
            return piece;
        }
    }

    /** Takes one line; answers when the next one may come. */
    Uni<Void> take(String place, byte[] text) {
        Line line;
        try {
            line = joined(reader.read(text));
            check(line);
        } catch (ProblemException problem) {
            return failAt(place, problem);
        }
        boolean mustWait = isTwice(line);
        return (mustWait ? write() : Uni.createFrom().voidItem())
                .invoke(() -> add(place, line, text.length))
                .chain(() -> isFull() ? write() : Uni.createFrom().voidItem());
    }

    /** Ends the import; answers what it took over. */
    Uni<ImportReceipt> end() {
        if (last != Kind.END || (receipt.isEmpty() && totals.isEmpty())) {
            return failAt(
                            "end",
                            new ProblemException(
                                    ProblemType.INVALID_REQUEST,
                                    "The file ends too early: its last line is missing."))
                    .map(never -> receipt.finished());
        }
        return write().map(done -> receipt.finished());
    }

    /** Ends a document, which has no last line. */
    Uni<ImportReceipt> endOfDocument() {
        last = last == Kind.WHOLE ? Kind.END : last;
        totals.putIfAbsent("executions", 1L);
        return end();
    }

    /** Ends the import because of a fault at a place; what was whole before is stored. */
    Uni<Void> failAt(String place, ProblemException problem) {
        // The execution that is being read is left as it is: marked, or not there.
        unit = null;
        return write().chain(() -> Uni.createFrom().failure(at(place, problem)));
    }

    /** A problem that says where it is. */
    private static ProblemException at(String place, ProblemException problem) {
        return problem.inWords("At %s: %s".formatted(place, problem.detail()));
    }

    /** What a line says together with those before it that began it. */
    private Line joined(Line line) {
        Appendix.Part part = begun;
        if (part == null) {
            return line;
        }
        if (line.part() == null) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The record of the line before is not whole: its next slice is missing.");
        }
        return line.with(part.with(line.part()));
    }

    /** Checks that a line may stand where it does. */
    private void check(Line line) {
        boolean fits =
                switch (line.kind()) {
                    case HEADER -> last == Kind.END;
                    case EXECUTION -> last == Kind.HEADER || last == Kind.WHOLE;
                    case DAG -> last == Kind.EXECUTION;
                    case STEP, LOG, PART, WHOLE ->
                            last.compareTo(Kind.EXECUTION) >= 0
                                    && last.compareTo(line.kind()) <= 0
                                    && last != Kind.WHOLE;
                    case END -> last == Kind.HEADER || last == Kind.WHOLE;
                };
        if (!fits) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    last == Kind.END
                            ? "A file begins with {\"hindsight\": {\"format\": 1}}."
                            : "It must not stand here: the lines of an export have one order.");
        }
        if (line.kind() == Kind.WHOLE && unit != null) {
            checkCounts(unit.counts, line.counts());
        }
        if (line.kind() == Kind.END) {
            checkCounts(totals, line.counts());
        }
    }

    private static void checkCounts(Map<String, Long> found, Map<String, Long> told) {
        for (Map.Entry<String, Long> count : told.entrySet()) {
            long there = found.getOrDefault(count.getKey(), 0L);
            if (there != count.getValue()) {
                throw new ProblemException(
                        ProblemType.INVALID_REQUEST,
                        "It tells of %d %s, and there are %d: the file is not whole."
                                .formatted(count.getValue(), count.getKey(), there));
            }
        }
    }

    /** Whether a line is about what a line before it in the same batch is about. */
    private boolean isTwice(Line line) {
        if (line.execution() != null) {
            return executions.contains(line.execution().id());
        }
        return line.step() != null
                && unit != null
                && attempts.contains(attempt(unit.execution.id(), line));
    }

    private static List<Object> attempt(UUID id, Line line) {
        return List.of(id, line.step().key(), line.step().attempt());
    }

    private void add(String place, Line line, int length) {
        bytes += length;
        switch (line.kind()) {
            case EXECUTION -> {
                unit = new Unit(place, Objects.requireNonNull(line.execution()));
                executions.add(unit.execution.id());
                totals.merge("executions", 1L, Long::sum);
                records++;
            }
            case DAG -> addGraph(line);
            case STEP -> {
                attempts.add(attempt(current().execution.id(), line));
                addPart("steps", line);
            }
            case LOG -> addPart("logs", line);
            case PART -> addPart(line.counts().keySet().iterator().next(), line);
            case WHOLE -> endUnit();
            case HEADER -> totals.clear();
            case END -> totals.putIfAbsent("executions", 0L);
        }
        last = line.kind();
    }

    private Unit current() {
        return Objects.requireNonNull(unit);
    }

    private void addGraph(Line line) {
        Unit current = current();
        current.graph = line.graph();
        List<Notice> known = current.execution.fields().notices();
        line.notices().stream().filter(it -> !known.contains(it)).forEach(known::add);
    }

    private void addPart(String kind, Line line) {
        begun = line.part() != null && line.part().isBeginning() ? line.part() : null;
        if (begun == null) {
            current().parts.add(line);
        }
        current().counts.merge(kind, 1L, Long::sum);
        totals.merge(kind, 1L, Long::sum);
        records++;
    }

    private void endUnit() {
        Unit current = current();
        pieces.add(current.piece(true));
        places.add(current.place);
        receipt.add(current.execution, current.counts);
        unit = null;
    }

    /** A graph belongs to the piece of its execution, so that nothing is written between the two. */
    private boolean isFull() {
        return last != Kind.EXECUTION && (records >= MAX_RECORDS || bytes >= MAX_BYTES);
    }

    /** Writes what has come so far. */
    private Uni<Void> write() {
        if (unit != null && (!unit.parts.isEmpty() || unit.isFirst)) {
            pieces.add(unit.piece(false));
            places.add(unit.place);
        }
        List<Piece> batch = List.copyOf(pieces);
        List<String> where = List.copyOf(places);
        pieces.clear();
        places.clear();
        executions.clear();
        attempts.clear();
        records = 0;
        bytes = 0;
        if (unit != null) {
            executions.add(unit.execution.id());
        }
        return recording
                .record(caller, batch)
                .invoke(
                        refusal ->
                                refusal.ifPresent(
                                        it -> {
                                            throw at(where.get(it.piece()), it.problem());
                                        }))
                .replaceWithVoid();
    }
}
