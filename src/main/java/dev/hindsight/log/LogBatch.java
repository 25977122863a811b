package dev.hindsight.log;

import dev.hindsight.field.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Where the lines of one call stand. */
final class LogBatch {

    /** A line and the report it came with. */
    record Line(int report, LogStore.Bound bound) {
        LogStore.Place place() {
            return new LogStore.Place(bound.executionId(), bound.report().sequence());
        }
    }

    /** Lines to store under their own sequence: the first of each place. */
    final List<Line> placed = new ArrayList<>();

    /** Lines whose place another line has. */
    final List<Line> taken = new ArrayList<>();

    /** Lines to store behind the last ones. */
    final List<Line> unplaced = new ArrayList<>();

    /** Executions whose log is full, so that lines were dropped. */
    final Set<UUID> cut = new TreeSet<>();

    private final int[] accepted;
    private final int[] duplicates;
    private final int[] renumbered;
    private final int[] dropped;

    LogBatch(List<LogRecorder.Addressed> reports) {
        accepted = new int[reports.size()];
        duplicates = new int[reports.size()];
        renumbered = new int[reports.size()];
        dropped = new int[reports.size()];
        Map<LogStore.Place, Set<Fields<LogField>>> seen = new HashMap<>();
        for (int i = 0; i < reports.size(); i++) {
            for (LogReport report : reports.get(i).lines()) {
                sort(new Line(i, new LogStore.Bound(reports.get(i).executionId(), report)), seen);
            }
        }
    }

    private void sort(Line line, Map<LogStore.Place, Set<Fields<LogField>>> seen) {
        LogReport report = line.bound().report();
        if (report.sequence() == null) {
            unplaced.add(line);
            return;
        }
        Set<Fields<LogField>> there = seen.computeIfAbsent(line.place(), place -> new HashSet<>());
        boolean isFirst = there.isEmpty();
        if (there.add(report.fields())) {
            (isFirst ? placed : taken).add(line);
        } else {
            duplicates[line.report()]++;
        }
    }

    /** Notes which placed lines are stored (true) or dropped (false); the others' place is taken. */
    void settlePlaced(Map<Integer, Boolean> stored) {
        List<Line> refused = new ArrayList<>();
        for (int i = 0; i < placed.size(); i++) {
            if (stored.containsKey(i)) {
                settle(placed.get(i), stored.get(i));
            } else {
                refused.add(placed.get(i));
            }
        }
        taken.addAll(0, refused);
    }

    /** Notes which lines without a place are stored already. */
    void settleTaken(Set<Integer> known) {
        for (int i = 0; i < taken.size(); i++) {
            Line line = taken.get(i);
            if (known.contains(i)) {
                duplicates[line.report()]++;
            } else {
                unplaced.add(line);
            }
        }
    }

    /** Notes which lines that were to be appended are stored (true) or dropped (false). */
    void settleUnplaced(Map<Integer, Boolean> stored) {
        for (int i = 0; i < unplaced.size(); i++) {
            Line line = unplaced.get(i);
            boolean fits = stored.get(i);
            settle(line, fits);
            if (fits && line.bound().report().sequence() != null) {
                renumbered[line.report()]++;
            }
        }
    }

    private void settle(Line line, boolean stored) {
        if (stored) {
            accepted[line.report()]++;
        } else {
            dropped[line.report()]++;
            cut.add(line.bound().executionId());
        }
    }

    /** What became of the lines of each report. */
    List<LogOutcome> outcomes() {
        List<LogOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < accepted.length; i++) {
            outcomes.add(new LogOutcome(accepted[i], duplicates[i], renumbered[i], dropped[i]));
        }
        return outcomes;
    }
}
