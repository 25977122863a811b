package reports;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The execution that is reported, as JSON: begun, {@link #STEPS} steps with an input and an output
 * of {@link #PAYLOAD_BYTES} each, ended. Its external id is {@link Template#ID}.
 *
 * @param identity members that say which execution it is
 * @param begin an object, what is sent at first
 * @param steps an object each, finished
 * @param finish an object, what is sent at last
 */
record StandardExecution(String identity, String begin, List<String> steps, String finish) {

    static final int STEPS = 5;

    static final int PAYLOAD_BYTES = 300;

    /** Executions that differ in their payloads; all are equally long. */
    static final int VARIANTS = 64;

    private static final String[] WORDS = {
        "order", "parcel", "street", "window", "garden", "invoice", "seven", "blue", "north",
        "paper"
    };

    StandardExecution {
        steps = List.copyOf(steps);
    }

    /** {@link #VARIANTS} of them, the same at each call but for their times, which are of late. */
    static List<StandardExecution> variants() {
        Instant begun = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(60);
        Random random = new Random(4711);
        return IntStream.range(0, VARIANTS).mapToObj(i -> of(i, begun, random)).toList();
    }

    private static StandardExecution of(int variant, Instant begun, Random random) {
        String identity =
                "\"externalId\":\"%s\",\"workflowId\":\"order-flow-%d\""
                        .formatted(Template.ID, variant % 8);
        return new StandardExecution(
                identity,
                "{%s,\"trigger\":{\"type\":\"webhook\"},\"startedAt\":\"%s\"}"
                        .formatted(identity, time(begun)),
                IntStream.range(0, STEPS).mapToObj(i -> step(i, begun, random)).toList(),
                "{\"status\":\"completed\",\"completedAt\":\"%s\"}"
                        .formatted(time(begun.plusSeconds(STEPS))));
    }

    private static String step(int index, Instant begun, Random random) {
        Instant at = begun.plusSeconds(index);
        return "{\"key\":\"step-%d\",\"nodeId\":\"node-%d\",\"stepIndex\":%d,\"status\":\"completed\",\"startedAt\":\"%s\",\"completedAt\":\"%s\",\"input\":%s,\"output\":%s}"
                .formatted(
                        index,
                        index,
                        index,
                        time(at),
                        time(at.plusMillis(900)),
                        payload(random),
                        payload(random));
    }

    /** With three digits of milliseconds, whatever they are: all variants are equally long. */
    private static String time(Instant moment) {
        return moment.toString().length() == 24
                ? moment.toString()
                : moment.toString().replace("Z", ".000Z");
    }

    private static String payload(Random random) {
        String items =
                IntStream.range(0, 3)
                        .mapToObj(
                                i ->
                                        "{\"sku\":\"%08x\",\"quantity\":%d,\"price\":%d.%02d}"
                                                .formatted(
                                                        random.nextInt(),
                                                        1 + random.nextInt(9),
                                                        1 + random.nextInt(200),
                                                        random.nextInt(100)))
                        .collect(Collectors.joining(","));
        StringBuilder json =
                new StringBuilder(
                        "{\"orderId\":\"%016x\",\"customer\":{\"id\":%d,\"country\":\"DE\"},\"items\":[%s],\"note\":\""
                                .formatted(random.nextLong(), random.nextInt(1_000_000), items));
        while (json.length() < PAYLOAD_BYTES) {
            json.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        json.setLength(PAYLOAD_BYTES - 2);
        return json.append("\"}").toString();
    }

    /** Of all inputs and outputs. */
    static int payloadBytes() {
        return 2 * STEPS * PAYLOAD_BYTES;
    }

    /** One object that begins the execution, reports its steps and ends it. */
    String whole() {
        return member(ended(), "\"steps\":[" + String.join(",", steps) + "]");
    }

    /** One object that begins and ends the execution. */
    String ended() {
        return member(begin, finish.substring(1, finish.length() - 1));
    }

    /** An object with members added behind its own. */
    static String member(String object, String members) {
        return object.substring(0, object.length() - 1) + "," + members + "}";
    }
}
