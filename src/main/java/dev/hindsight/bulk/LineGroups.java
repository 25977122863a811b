package dev.hindsight.bulk;

import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.recording.ExecutionReport;
import dev.hindsight.report.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of a batch as few reports, since of one execution the writer merges one report after the
 * other. Lines about parts of an execution join those before them as long as nothing that comes
 * between may be about the same one; an id and an external id may always be of the same.
 */
final class LineGroups {

    private final List<LineGroup> all = new ArrayList<>();

    /** Groups that the next lines may join, by what they are about: all by ids, or all by external ids. */
    private final Map<ExecutionRef, LineGroup> open = new HashMap<>();

    private boolean byId;

    void add(long number, Report report) {
        ExecutionReport about = report.execution();
        if (about.onlyTouches()) {
            group(new ExecutionRef(about.id(), about.externalId()), report).add(number, report);
        } else {
            open.keySet().removeIf(ref -> mayBe(ref, about));
            begin().add(number, report);
        }
    }

    /** All groups, those of one execution in the order of their lines. */
    List<LineGroup> all() {
        return all;
    }

    private LineGroup group(ExecutionRef ref, Report report) {
        boolean isById = ref.id() != null;
        if (isById != byId) {
            open.clear();
            byId = isById;
        }
        LineGroup group = open.get(ref);
        if (group == null || !group.takes(report)) {
            group = begin();
            open.put(ref, group);
        }
        return group;
    }

    private LineGroup begin() {
        LineGroup group = new LineGroup();
        all.add(group);
        return group;
    }

    /** Whether a report may be about the execution of this name. */
    private static boolean mayBe(ExecutionRef ref, ExecutionReport report) {
        if (ref.id() != null && report.id() != null) {
            return ref.id().equals(report.id());
        }
        if (ref.externalId() != null && report.externalId() != null) {
            return ref.externalId().equals(report.externalId());
        }
        return report.id() != null || report.externalId() != null;
    }
}
