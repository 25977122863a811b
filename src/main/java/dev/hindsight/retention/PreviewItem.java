package dev.hindsight.retention;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * What a sweep would remove by a policy.
 *
 * @param executions that are removed, or archived
 * @param steps of these
 * @param logs lines of these, and of those whose log alone is dropped
 * @param payloadsExpired executions that stay and whose payloads are dropped
 * @param logsExpired executions that stay and whose log is dropped
 * @param snapshotsTrimmed executions that stay and have more snapshots than they may keep
 * @param bytes of tables and indexes, in proportion
 */
@RegisterForReflection
public record PreviewItem(
        String policy,
        long executions,
        long steps,
        long logs,
        long payloadsExpired,
        long logsExpired,
        long snapshotsTrimmed,
        long bytes) {

    /** Adds up the days. */
    static final class Sum {

        private final String policy;
        private long executions;
        private long steps;
        private long lines;
        private long payloads;
        private long logs;
        private long snapshots;
        private long bytes;

        Sum(String policy) {
            this.policy = policy;
        }

        void add(Assessment executionsOf, Assessment stepsOf, Assessment linesOf, DayBytes day) {
            executions += leaving(executionsOf);
            steps += leaving(stepsOf);
            lines += leaving(linesOf) + of(linesOf, Due.LOGS);
            payloads += of(executionsOf, Due.PAYLOADS);
            logs += of(executionsOf, Due.LOGS);
            snapshots += of(executionsOf, Due.SNAPSHOTS);
            for (Due due : Due.values()) {
                bytes += day.share(due, of(executionsOf, due));
            }
        }

        private long leaving(Assessment rows) {
            return of(rows, Due.REMOVAL) + of(rows, Due.ARCHIVING);
        }

        private long of(Assessment rows, Due due) {
            return rows.byPolicy(due).entrySet().stream()
                    .filter(it -> it.getKey().policy().equals(policy))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }

        PreviewItem item() {
            return new PreviewItem(
                    policy, executions, steps, lines, payloads, logs, snapshots, bytes);
        }
    }
}
