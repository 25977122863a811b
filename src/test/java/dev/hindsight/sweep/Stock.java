package dev.hindsight.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Transcripts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Thousands of executions of two namespaces, with what their policies say of them, worked out here
 * once more: by going through all of them, which no sweep does.
 */
final class Stock {

    /** Lines of one request. */
    private static final int PART = 500;

    /** What a policy says, of the namespace and with the priority by which they stand here. */
    private record Rule(
            String house,
            String name,
            Predicate<Sample> selects,
            Duration maxAge,
            Duration payloadMaxAge,
            Duration logMaxAge,
            int maxCount,
            boolean perWorkflow,
            String json) {}

    private static final Duration NEVER = Duration.ofDays(100_000);

    private static final int ALL = Integer.MAX_VALUE;

    private static final List<Rule> RULES =
            List.of(
                    new Rule(
                            "one",
                            "failures",
                            it -> it.status().equals("failed"),
                            Duration.ofDays(90),
                            NEVER,
                            NEVER,
                            ALL,
                            false,
                            "{'priority': 1, 'status': 'failed', 'maxAge': 'P90D'}"),
                    new Rule(
                            "one",
                            "team",
                            Sample::ofTeam,
                            NEVER,
                            NEVER,
                            NEVER,
                            ALL,
                            false,
                            "{'priority': 2, 'label': 'team:pay'}"),
                    new Rule(
                            "one",
                            "each",
                            it -> Set.of("c1", "c2").contains(it.workflow()),
                            NEVER,
                            NEVER,
                            NEVER,
                            40,
                            true,
                            "{'priority': 3, 'workflowId': ['c1', 'c2'], 'maxCount': 40, 'countPer': 'workflow'}"),
                    new Rule(
                            "one",
                            "bounded",
                            it -> Set.of("b1", "b2").contains(it.workflow()),
                            NEVER,
                            NEVER,
                            NEVER,
                            60,
                            false,
                            "{'priority': 4, 'workflowId': ['b1', 'b2'], 'maxCount': 60, 'countPer': 'policy'}"),
                    new Rule(
                            "one",
                            "thin",
                            it -> it.workflow().equals("t"),
                            Duration.ofDays(90),
                            Duration.ofDays(7),
                            Duration.ofDays(20),
                            ALL,
                            false,
                            "{'priority': 5, 'workflowId': 't', 'maxAge': 'P90D', 'payloadMaxAge': 'P7D', 'logMaxAge': 'P20D'}"),
                    new Rule(
                            "one",
                            "default",
                            it -> true,
                            Duration.ofDays(30),
                            NEVER,
                            NEVER,
                            ALL,
                            false,
                            "{'maxAge': 'P30D'}"),
                    new Rule(
                            "two",
                            "cancelled",
                            it -> it.status().equals("cancelled"),
                            Duration.ofDays(2),
                            NEVER,
                            NEVER,
                            ALL,
                            false,
                            "{'priority': 1, 'status': 'cancelled', 'maxAge': 'P2D'}"),
                    new Rule(
                            "two",
                            "default",
                            it -> true,
                            Duration.ofDays(10),
                            NEVER,
                            NEVER,
                            30,
                            true,
                            "{'maxAge': 'P10D', 'maxCount': 30, 'countPer': 'workflow'}"));

    /** An execution. */
    record Sample(
            String house,
            String name,
            UUID id,
            String workflow,
            String status,
            boolean pinned,
            boolean ofTeam,
            Instant startedAt,
            Instant completedAt,
            int steps,
            int logs) {

        boolean isRunning() {
            return status.equals("running");
        }

        private String line() {
            return ("{'execution': {'externalId': '%s', 'workflowId': '%s', 'status': '%s', 'pinned': %s,"
                            + " 'labels': {%s}, 'startedAt': '%s'%s, 'input': {'of': '%s'}, 'steps': [%s],"
                            + " 'logs': [%s]}}")
                    .formatted(
                            name,
                            workflow,
                            status,
                            pinned,
                            ofTeam ? "'team': 'pay'" : "",
                            startedAt,
                            isRunning() ? "" : ", 'completedAt': '" + completedAt + "'",
                            name,
                            IntStream.range(0, steps)
                                    .mapToObj(
                                            "{'key': 'k%1$d', 'nodeId': 'n', 'output': %1$d}"
                                                    ::formatted)
                                    .collect(Collectors.joining(", ")),
                            IntStream.range(0, logs)
                                    .mapToObj("{'message': 'line %d'}"::formatted)
                                    .collect(Collectors.joining(", ")))
                    .replace('\'', '"');
        }
    }

    /** What of an execution is due, and by which policy. */
    record Fate(Sample sample, String policy, boolean goes, boolean losesInput, boolean losesLog) {}

    /** What a preview counts. */
    record Count(long executions, long steps, long logs, long payloadsExpired, long logsExpired) {

        static Count of(List<Fate> fates) {
            List<Fate> going = fates.stream().filter(Fate::goes).toList();
            return new Count(
                    going.size(),
                    going.stream().mapToLong(it -> it.sample().steps()).sum(),
                    fates.stream()
                            .filter(it -> it.goes() || it.losesLog())
                            .mapToLong(it -> it.sample().logs())
                            .sum(),
                    fates.stream().filter(Fate::losesInput).count(),
                    fates.stream().filter(Fate::losesLog).count());
        }
    }

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Random random;
    private final List<Sample> samples = new ArrayList<>();

    Stock(Random random) {
        this.random = random;
        // All of a day may go, almost all of another, some of the others.
        add("one", 45, 500, "plain");
        add("two", 45, 300, "plain", "other");
        add("one", 41, 1_500, "plain");
        add("two", 41, 900, "plain", "c1");
        some("one", 41, 60);
        some("two", 41, 20);
        add("one", 35, 200, "plain");
        for (int daysAgo : new int[] {35, 25, 12, 3, 0}) {
            some("one", daysAgo, 400);
            some("two", daysAgo, 200);
        }
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** Such as completed and nobody wants kept. */
    private void add(String house, int daysAgo, int count, String... workflows) {
        for (int i = 0; i < count; i++) {
            add(house, daysAgo, workflows[random.nextInt(workflows.length)], "completed", false);
        }
    }

    /** Some of everything. */
    private void some(String house, int daysAgo, int count) {
        List<String> workflows = List.of("plain", "c1", "c2", "b1", "b2", "t");
        List<String> statuses = List.of("completed", "completed", "failed", "cancelled", "running");
        for (int i = 0; i < count; i++) {
            add(
                    house,
                    daysAgo,
                    workflows.get(random.nextInt(workflows.size())),
                    statuses.get(random.nextInt(statuses.size())),
                    random.nextInt(10) == 0);
        }
    }

    private void add(
            String house, int daysAgo, String workflow, String status, boolean mayBePinned) {
        // Whole hours, so that many start at the same moment.
        Instant completed =
                now.minus(Duration.ofDays(daysAgo)).minus(Duration.ofHours(1 + random.nextInt(6)));
        boolean isPlain = workflow.equals("plain");
        samples.add(
                new Sample(
                        house,
                        Api.fresh(),
                        id(daysAgo),
                        workflow,
                        status,
                        mayBePinned,
                        !isPlain && random.nextInt(12) == 0,
                        completed.minusSeconds(60),
                        completed,
                        random.nextInt(4),
                        random.nextInt(3)));
    }

    /** An id of so many days ago. */
    private UUID id(int daysAgo) {
        Instant day = now.minus(Duration.ofDays(daysAgo)).truncatedTo(ChronoUnit.DAYS);
        long length = daysAgo > 0 ? 86_400_000 : Duration.between(day, now).toMillis() + 1;
        long time = day.atZone(ZoneOffset.UTC).toInstant().toEpochMilli() + random.nextLong(length);
        return new UUID(
                (time << 16) | 0x7000 | random.nextInt(0x1000),
                (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | Long.MIN_VALUE);
    }

    /** Has them in a service, with the policies: as a first report would have stored them. */
    void store(String url) {
        for (String house : List.of("one", "two", "mould")) {
            Answer made = Api.sendTo(url, "PUT", "/api/v1/namespaces/" + house, Api.json("{}"));
            assertThat(made.status()).isEqualTo(201);
        }
        for (String house : List.of("one", "two")) {
            List<Sample> its = samples.stream().filter(it -> it.house().equals(house)).toList();
            for (int i = 0; i < its.size(); i += PART) {
                mould(
                        url,
                        house,
                        its.subList(i, Math.min(i + PART, its.size())).stream()
                                .collect(Collectors.toMap(Sample::name, Function.identity())));
            }
        }
        // Only now, since nothing that is on its way may be swept.
        for (Rule rule : RULES) {
            assertThat(
                            to(
                                            url,
                                            rule.house(),
                                            "PUT",
                                            House.POLICIES + "/" + rule.name(),
                                            rule.json())
                                    .status())
                    .isIn(200, 201);
        }
    }

    /** Reports executions, takes them out, and in again under the ids of their days. */
    private static void mould(String url, String house, Map<String, Sample> part) {
        String reports =
                part.values().stream()
                        .map(Sample::line)
                        .collect(Collectors.joining("\n", "", "\n"));
        Answer reported = lines(url, "mould", "/api/v1/ingest", reports);
        assertThat(reported.at("/accepted").asInt())
                .as(reported.http().body())
                .isEqualTo(part.size());
        String exported = to(url, "mould", "GET", Api.EXECUTIONS + "/export", "").http().body();
        assertThat(
                        to(
                                        url,
                                        "mould",
                                        "POST",
                                        Api.EXECUTIONS + "/delete",
                                        "{'filter': {}, 'all': true, 'purge': true}")
                                .status())
                .isEqualTo(200);
        StringBuilder file = new StringBuilder();
        for (String line : exported.lines().toList()) {
            JsonNode told = Transcripts.json(line);
            if (told.get("execution") instanceof ObjectNode execution) {
                Sample sample = part.get(execution.get("externalId").asText());
                execution.put("id", sample.id().toString());
            }
            file.append(told).append('\n');
        }
        Answer taken = lines(url, house, Transcripts.IMPORT, file.toString());
        assertThat(taken.status()).as(taken.http().body()).isEqualTo(200);
    }

    private static Answer lines(String url, String house, String path, String lines) {
        return Api.sendTo(
                url,
                "POST",
                path,
                lines.getBytes(UTF_8),
                "Content-Type",
                "application/x-ndjson",
                "Hindsight-Namespace",
                house);
    }

    static Answer to(String url, String house, String method, String path, String json) {
        return Api.sendTo(
                url,
                method,
                path,
                json.isEmpty() ? null : Api.json(json),
                "Hindsight-Namespace",
                house);
    }

    /** What must become of all executions. */
    List<Fate> fates() {
        Map<Sample, Rule> rules = new HashMap<>();
        samples.forEach(sample -> rules.put(sample, rule(sample)));
        Set<Sample> surplus = surplus(rules);
        return samples.stream()
                .map(sample -> fate(sample, rules.get(sample), surplus.contains(sample)))
                .toList();
    }

    private static Rule rule(Sample sample) {
        return RULES.stream()
                .filter(rule -> rule.house().equals(sample.house()))
                .filter(rule -> rule.selects().test(sample))
                .findFirst()
                .orElseThrow();
    }

    /** Those that are too many, by the newest of each kind. */
    private static Set<Sample> surplus(Map<Sample, Rule> rules) {
        Map<String, List<Sample>> kinds =
                rules.entrySet().stream()
                        .filter(it -> !it.getKey().isRunning() && !it.getKey().pinned())
                        .filter(it -> it.getValue().maxCount() < ALL)
                        .collect(
                                Collectors.groupingBy(
                                        it -> kind(it.getKey(), it.getValue()),
                                        Collectors.mapping(
                                                Map.Entry::getKey, Collectors.toList())));
        Set<Sample> surplus = new HashSet<>();
        for (List<Sample> kind : kinds.values()) {
            kind.stream()
                    .sorted(
                            Comparator.comparing(Sample::startedAt)
                                    .thenComparing(it -> it.id().toString())
                                    .reversed())
                    .skip(rules.get(kind.get(0)).maxCount())
                    .forEach(surplus::add);
        }
        return surplus;
    }

    private static String kind(Sample sample, Rule rule) {
        return Stream.of(rule.house(), rule.name(), rule.perWorkflow() ? sample.workflow() : "")
                .collect(Collectors.joining(" "));
    }

    private Fate fate(Sample sample, Rule rule, boolean isSurplus) {
        boolean open = !sample.isRunning() && !sample.pinned();
        boolean goes = open && (isSurplus || isOver(sample, rule.maxAge()));
        boolean stays = open && !goes;
        return new Fate(
                sample,
                rule.name(),
                goes,
                stays && isOver(sample, rule.payloadMaxAge()),
                stays && isOver(sample, rule.logMaxAge()) && sample.logs() > 0);
    }

    private boolean isOver(Sample sample, Duration age) {
        return !sample.completedAt().isAfter(now.minus(age));
    }

    /** What must become of a namespace, by policy. */
    static Map<String, Count> counts(List<Fate> fates, String house) {
        return fates.stream()
                .filter(it -> it.sample().house().equals(house))
                .collect(
                        Collectors.groupingBy(
                                Fate::policy,
                                TreeMap::new,
                                Collectors.collectingAndThen(Collectors.toList(), Count::of)));
    }
}
