package dev.hindsight.ingest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/**
 * Random reports of one record, each different from the others in rank or reportedAt.
 *
 * @param reports JSON with apostrophes
 */
record ReportStream(List<String> reports) {

    private static final String[] ENDS = {"completed", "failed", "cancelled", "timed_out"};
    private static final String[] NOTES = {"'a'", "'b'", "'\\u0000c'"};

    static ReportStream ofExecution(Random random) {
        return random(random, true);
    }

    static ReportStream ofStep(Random random) {
        return random(random, false);
    }

    private static ReportStream random(Random random, boolean execution) {
        int size = 3 + random.nextInt(4);
        List<Integer> moments = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            moments.add(1000 + i);
        }
        Collections.shuffle(moments, random);
        // An end is never replaced by another, so that two of them do show their order.
        String end =
                execution ? ENDS[random.nextInt(4)] : random.nextBoolean() ? "skipped" : "failed";
        boolean crashes = random.nextInt(3) == 0;
        List<String> reports = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String status = null;
            switch (random.nextInt(5)) {
                case 0 -> status = "pending";
                case 1 -> status = "running";
                case 2 -> status = end;
                case 3 -> {
                    if (crashes) {
                        status = "crashed";
                        crashes = false;
                    }
                }
                default -> {}
            }
            reports.add(report(random, execution, status, moments.get(i)));
        }
        return new ReportStream(List.copyOf(reports));
    }

    private static String report(Random random, boolean execution, String status, int reportedAt) {
        StringJoiner members = new StringJoiner(", ", "{", "}");
        members.add("'workflowId': 'w'").add("'reportedAt': " + reportedAt);
        if (status != null) {
            members.add("'status': '%s'".formatted(status));
        }
        if (execution) {
            maybe(random, members, "'note': " + NOTES[random.nextInt(3)]);
            maybe(
                    random,
                    members,
                    "'labels': {'%s': 'x'}".formatted((char) ('a' + random.nextInt(3))));
            maybe(
                    random,
                    members,
                    "'trigger': {'type': 't%d'}".formatted(random.nextInt(3)),
                    "'trigger': {'data': {'token': '%d'}}".formatted(random.nextInt(3)));
            maybe(random, members, "'attempt': " + (1 + random.nextInt(3)));
            maybe(random, members, "'dag': {'g': %d}".formatted(random.nextInt(3)));
            maybe(random, members, "'pinned': " + random.nextBoolean());
        } else {
            members.add("'key': 'k'").add("'nodeId': 'n%d'".formatted(random.nextInt(3)));
            maybe(random, members, "'nodeName': 'x%d'".formatted(random.nextInt(3)));
            maybe(random, members, "'dependsOn': ['%d']".formatted(random.nextInt(3)));
            maybe(random, members, "'cached': " + random.nextBoolean());
        }
        maybe(
                random,
                members,
                "'input': {'password': 'p', 'n': %d.%d0}"
                        .formatted(random.nextInt(3), random.nextInt(3)));
        maybe(random, members, "'output': [%d, '\\ud800']".formatted(random.nextInt(3)));
        maybe(
                random,
                members,
                "'error': {'message': 'm%s', 'type': '%d'}"
                        .formatted("x".repeat(random.nextInt(3)), random.nextInt(3)),
                "'error': {'code': 'c', 'stack': '%d'}".formatted(random.nextInt(3)));
        maybe(random, members, "'cost': {'amount': %d.50}".formatted(random.nextInt(3)));
        maybe(random, members, "'startedAt': " + (1_000_000 + random.nextInt(5) * 1000));
        maybe(random, members, "'completedAt': " + (1_002_000 + random.nextInt(5) * 1000));
        maybe(random, members, "'durationMs': " + random.nextInt(5000));
        return members.toString();
    }

    /** One of these values of a member, the last of those that come up; or none. */
    private static void maybe(Random random, StringJoiner members, String... values) {
        String chosen = null;
        for (String value : values) {
            chosen = random.nextInt(4) == 0 ? value : chosen;
        }
        if (chosen != null) {
            members.add(chosen);
        }
    }
}
