package dev.hindsight.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Transcripts;
import dev.hindsight.fold.Grain;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reports as the worst of engines would send them: of executions that others report of at the same
 * time, too late, twice, in any order, corrected and taken back. For one thread.
 */
final class Storm {

    static final List<String> HOUSES = List.of("one", "two");
    static final List<String> WORKFLOWS = List.of("alpha", "beta", "gamma", "delta");
    static final List<String> CREATORS = List.of("ann", "bob", "eve");

    private static final List<String> NODES = List.of("fetch", "pay", "mail");

    /** How many executions of a namespace are reported of. */
    private static final int NAMES = 400;

    private static final List<String> ENDS =
            List.of(
                    "completed",
                    "completed",
                    "completed",
                    "failed",
                    "cancelled",
                    "timed_out",
                    "crashed");

    /** So many attempts at reporting what no replica takes. */
    private static final int PATIENCE = 5_000;

    private final Random random;
    private final IntFunction<String> urls;
    private final Instant now;
    private final Instant change;
    private final String old;

    /**
     * @param urls of the replicas, by a number of any size
     * @param change of the clocks, about which many executions start
     * @param old executions of a past day, as they were exported
     */
    Storm(Random random, IntFunction<String> urls, Instant now, Instant change, String old) {
        this.random = random;
        this.urls = urls;
        this.now = now;
        this.change = change;
        this.old = old;
    }

    /** Reports something. */
    void rage() {
        String house = pick(HOUSES);
        int dice = random.nextInt(100);
        if (dice < 24) {
            report(house, "POST", Api.EXECUTIONS, execution(), 200, 201, 409);
        } else if (dice < 38) {
            batch(house);
        } else if (dice < 56) {
            patch(house);
        } else if (dice < 64) {
            String forced =
                    "{'status': '%s'%s}"
                            .formatted(random.nextInt(4) == 0 ? "running" : pick(ENDS), duration());
            report(house, "PATCH", one() + "?force=true", forced, 200, 404, 412);
        } else if (dice < 78) {
            String path =
                    "%s/steps/k%d?attempt=%d".formatted(one(), small(), 1 + random.nextInt(2));
            report(house, "PUT", path, "{" + step() + "}", 200, 201, 404);
        } else if (dice < 83) {
            String steps =
                    IntStream.range(0, 1 + small())
                            .mapToObj(i -> "{'key': 'k%d', %s}".formatted(i, step()))
                            .collect(Collectors.joining(", ", "[", "]"));
            report(house, "POST", one() + "/steps", steps, 200, 201, 404);
        } else if (dice < 86) {
            String path = "%s/steps/k%d?force=true".formatted(one(), small());
            report(house, "PATCH", path, "{" + step() + "}", 200, 404);
        } else if (dice < 93) {
            report(house, "DELETE", one(), "", 204, 404);
        } else if (dice < 95) {
            report(house, "POST", one() + "/restore", "", 200, 404);
        } else if (dice < 96) {
            String filter =
                    "{'filter': {'workflowId': ['%s'], 'createdBy': ['%s'], 'status': ['failed']}}"
                            .formatted(pick(WORKFLOWS), pick(CREATORS));
            report(house, "POST", Api.EXECUTIONS + "/delete", filter, 200);
        } else if (dice < 99) {
            copy(house);
        } else {
            take(house, old);
        }
    }

    private void patch(String house) {
        List<String> members = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            members.add("'status': '%s'".formatted(pick(ENDS)));
        }
        if (random.nextInt(2) == 0) {
            members.add("'startedAt': '%s'".formatted(start()));
        }
        if (random.nextInt(2) == 0) {
            members.add(
                    random.nextInt(6) == 0
                            ? "'durationMs': null"
                            : duration().replaceFirst(", ", ""));
        }
        if (random.nextInt(3) == 0) {
            members.add(random.nextInt(5) == 0 ? "'cost': null" : cost());
        }
        if (random.nextInt(4) == 0) {
            members.add("'sampleRate': %s".formatted(pick(List.of("0.1", "0.5", "1", "null"))));
        }
        members.removeIf(String::isEmpty);
        String body = members.stream().collect(Collectors.joining(", ", "{", "}"));
        String path = one();
        if (random.nextInt(3) == 0) {
            String tag = "\"%d\"".formatted(1 + random.nextInt(5));
            send(house, "PATCH", path, Api.json(body), Set.of(200, 404, 409, 412), "If-Match", tag);
        } else {
            report(house, "PATCH", path, body, 200, 404, 409);
        }
    }

    private void batch(String house) {
        String lines =
                IntStream.range(0, 5 + random.nextInt(20))
                        .mapToObj(
                                i ->
                                        random.nextInt(3) > 0
                                                ? "{'execution': %s}".formatted(execution())
                                                : "{'step': {'execution': 'ext:%s', 'key': 'k%d', %s}}"
                                                        .formatted(name(number()), small(), step()))
                        .collect(Collectors.joining("\n", "", "\n"));
        send(
                house,
                "POST",
                "/api/v1/ingest",
                Api.json(lines),
                Set.of(200, 207, 422),
                "Content-Type",
                "application/x-ndjson");
    }

    /** Takes an execution out and in again, here or in the other namespace. */
    private void copy(String house) {
        Answer export = send(house, "GET", one() + "/export", null, Set.of(200, 404, 410));
        if (export.status() == 200) {
            take(pick(HOUSES), export.http().body());
        }
    }

    private void take(String house, String lines) {
        send(
                house,
                "POST",
                Transcripts.IMPORT,
                lines.getBytes(UTF_8),
                Set.of(200, 409, 410),
                "Content-Type",
                "application/x-ndjson");
    }

    private void report(
            String house, String method, String path, String json, Integer... statuses) {
        byte[] body = json.isEmpty() ? null : Api.json(json);
        send(house, method, path, body, Set.of(statuses));
    }

    /** Sends something until it is taken, and now and then once more. */
    private Answer send(
            String house,
            String method,
            String path,
            byte @Nullable [] body,
            Set<Integer> statuses,
            String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Hindsight-Namespace", house));
        boolean isRepeated = random.nextInt(5) == 0;
        while (true) {
            Answer answer = deliver(method, path, body, all.toArray(String[]::new));
            assertThat(statuses)
                    .as("%s %s %s: %s", method, path, text(body), answer.http().body())
                    .contains(answer.status());
            if (!isRepeated) {
                return answer;
            }
            isRepeated = false;
        }
    }

    private Answer deliver(String method, String path, byte @Nullable [] body, String... headers) {
        int first = random.nextInt(2);
        UncheckedIOException cut = null;
        for (int i = 0; i < PATIENCE; i++) {
            try {
                Answer answer = Api.sendTo(urls.apply(first + i), method, path, body, headers);
                if (answer.status() != 503 && answer.status() != 429) {
                    return answer;
                }
            } catch (UncheckedIOException killed) {
                // Whether it was taken nobody knows: it is sent again, to the other one.
                cut = killed;
            }
        }
        throw new AssertionError("No replica takes %s %s".formatted(method, path), cut);
    }

    private static String text(byte @Nullable [] body) {
        return body == null ? "" : new String(body, UTF_8);
    }

    /** Some execution; every one is of the same workflow each time. */
    private String execution() {
        int number = number();
        StringBuilder json = new StringBuilder();
        json.append(
                "{'externalId': '%s', 'workflowId': '%s'"
                        .formatted(name(number), workflow(number)));
        int dice = random.nextInt(10);
        if (dice < 1) {
            json.append(", 'status': 'pending'");
        } else if (dice < 4) {
            json.append(", 'status': 'running'");
        } else if (dice < 9) {
            json.append(", 'status': '%s'".formatted(pick(ENDS)));
        }
        if (random.nextInt(10) < 7) {
            Instant start = start();
            json.append(", 'startedAt': '%s'".formatted(start));
            if (random.nextInt(3) == 0) {
                json.append(", 'completedAt': '%s'".formatted(start.plusMillis(length())));
            }
        }
        if (random.nextInt(2) == 0) {
            json.append(duration());
        }
        if (random.nextInt(3) == 0) {
            json.append(", ").append(cost());
        }
        if (random.nextInt(4) == 0) {
            json.append(", 'sampleRate': %s".formatted(pick(List.of("0.1", "0.5", "0.5", "1"))));
        }
        if (random.nextInt(2) == 0) {
            json.append(", 'createdBy': '%s'".formatted(pick(CREATORS)));
        }
        if (random.nextInt(4) == 0) {
            json.append(", 'reportedAt': '%s'".formatted(now.minusSeconds(random.nextInt(3_600))));
        }
        if (random.nextInt(8) == 0) {
            json.append(", 'error': {'message': 'Fault %d', 'type': 'E'}".formatted(small()));
        }
        if (random.nextInt(25) == 0) {
            json.append(", 'heartbeatTimeoutMs': 1000");
        }
        if (random.nextInt(4) == 0) {
            json.append(", 'steps': [{'key': 'k%d', %s}]".formatted(small(), step()));
        }
        return json.append('}').toString();
    }

    /** Members of a step that is retried, comes late, or turns out to be of another node. */
    private String step() {
        StringBuilder json = new StringBuilder("'nodeId': '%s'".formatted(pick(NODES)));
        int dice = random.nextInt(10);
        if (dice < 2) {
            json.append(", 'status': '%s'".formatted(pick(List.of("pending", "running"))));
        } else if (dice < 8) {
            json.append(", 'status': '%s'".formatted(pick(ENDS)));
        } else if (dice < 9) {
            json.append(", 'status': 'skipped'");
        }
        if (random.nextInt(3) > 0) {
            json.append(", 'startedAt': '%s'".formatted(start()));
        }
        if (random.nextInt(3) > 0) {
            json.append(duration());
        }
        if (random.nextInt(5) == 0) {
            json.append(", 'cached': %s".formatted(random.nextInt(3) > 0));
        }
        return json.toString();
    }

    private String duration() {
        return ", 'durationMs': %d".formatted(length());
    }

    private String cost() {
        String unit = pick(List.of("USD", "credits", ""));
        return "'cost': {'amount': %d.%02d%s}"
                .formatted(
                        random.nextInt(20),
                        random.nextInt(100),
                        unit.isEmpty() ? "" : ", 'unit': '" + unit + "'");
    }

    /** From nothing to hours, most of it short, and often the same. */
    private long length() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(60);
            case 1 -> 1_000L * random.nextInt(10);
            default -> (long) Math.exp(16 * random.nextDouble());
        };
    }

    /** Often within the same hour, at the bound of a quarter, or just before it. */
    private Instant start() {
        Instant moment =
                switch (random.nextInt(6)) {
                    case 0 ->
                            change.plusMillis(
                                    random.nextLong(Duration.ofHours(60).toMillis())
                                            - Duration.ofHours(30).toMillis());
                    case 1, 2 -> now.minusMillis(random.nextLong(Duration.ofHours(40).toMillis()));
                    default ->
                            now.minus(Duration.ofHours(5))
                                    .plusMillis(random.nextLong(Duration.ofHours(1).toMillis()));
                };
        if (random.nextInt(5) == 0) {
            return Grain.QUARTER.floor(moment).minusMillis(random.nextInt(2));
        }
        return moment;
    }

    /** Those of lower numbers more often. */
    private int number() {
        return (int) (NAMES * Math.pow(random.nextDouble(), 2));
    }

    private String one() {
        return Api.ext(name(number()));
    }

    private static String name(int number) {
        return "e-" + number;
    }

    private static String workflow(int number) {
        return WORKFLOWS.get(number % WORKFLOWS.size());
    }

    private int small() {
        return random.nextInt(3);
    }

    private <T> T pick(List<T> any) {
        return any.get(random.nextInt(any.size()));
    }
}
