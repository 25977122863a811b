package dev.hindsight.example;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reports to Hindsight without making an engine wait: operations go into a bounded buffer, and from there
 * in batches to POST /api/v1/ingest. One is kept until it is durable; resending it changes nothing.
 */
public final class BufferedReporter {
    private static final int BATCH = 500;
    private static final Pattern DURABLE = Pattern.compile("\"lastDurableLine\"\\s*:\\s*(\\d+)");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    private final BlockingQueue<String> waiting;
    private final HttpRequest.Builder request;
    private final Thread sender = new Thread(this::send, "hindsight-reporter");
    private volatile boolean closing;
    private volatile int unsent;

    public BufferedReporter(String url, String key, int bound) {
        waiting = new LinkedBlockingQueue<>(bound);
        request = HttpRequest.newBuilder(URI.create(url + "/api/v1/ingest"))
                .timeout(Duration.ofSeconds(30)).header("Content-Type", "application/x-ndjson");
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        sender.setDaemon(true);
        sender.start();
    }

    /** Takes an operation, one line of JSON; false, and nothing is taken, while the buffer is full. */
    public boolean report(String operation) {
        return !closing && waiting.offer(operation);
    }

    /** Sends what is left, for so long at most; tells how many operations are not known to be durable. */
    public int close(Duration limit) throws InterruptedException {
        closing = true;
        sender.join(limit.toMillis());
        sender.interrupt();
        sender.join(1_000);
        return waiting.size() + unsent;
    }

    private void send() {
        List<String> batch = new ArrayList<>();
        long pauseMs = 0;
        try {
            while (!closing || !batch.isEmpty() || !waiting.isEmpty()) {
                String first = batch.isEmpty() ? waiting.poll(100, TimeUnit.MILLISECONDS) : null;
                if (first != null) {
                    batch.add(first);
                }
                waiting.drainTo(batch, BATCH - batch.size());
                unsent = batch.size();
                if (unsent > 0) {
                    long retryAfterMs = post(batch);
                    pauseMs = retryAfterMs < 0 ? 0 : Math.max(retryAfterMs, Math.min(10_000, pauseMs * 2 + 100));
                    Thread.sleep(pauseMs);
                }
            }
        } catch (InterruptedException givenUp) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes out of the batch what is durable; tells after how long the rest may be sent, -1 if there is none. */
    private long post(List<String> batch) throws InterruptedException {
        try {
            String body = String.join("\n", batch) + "\n";
            HttpResponse<String> answer = http.send(
                    request.copy().POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                if (!answer.body().contains("\"rejected\":0")) {
                    System.err.println("Hindsight refuses some operations: " + answer.body());
                }
                batch.clear();
            } else {
                Matcher durable = DURABLE.matcher(answer.body());
                batch.subList(0, durable.find() ? Integer.parseInt(durable.group(1)) : 0).clear();
                System.err.println("Hindsight answers " + answer.statusCode() + ": trying again");
            }
            unsent = batch.size();
            return unsent == 0 ? -1 : 1_000 * answer.headers().firstValueAsLong("Retry-After").orElse(0);
        } catch (java.io.IOException away) {
            return 0;
        }
    }

    /** Reports executions of a workflow: BufferedReporter.java URL WORKFLOW NUMBER. */
    public static void main(String... arguments) throws InterruptedException {
        BufferedReporter reporter =
                new BufferedReporter(arguments[0], System.getenv().getOrDefault("HINDSIGHT_KEY", ""), 10_000);
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            String id = arguments[1] + "-" + i;
            String now = java.time.Instant.now().toString();
            String execution = "{\"execution\":{\"externalId\":\"%s\",\"workflowId\":\"%s\",\"status\":\"%s\",\"reportedAt\":\"%s\"}}";
            reporter.report(execution.formatted(id, arguments[1], "running", now));
            reporter.report("{\"step\":{\"execution\":\"ext:%s\",\"key\":\"s\",\"nodeId\":\"n\"}}".formatted(id));
            for (int line = 0; line < 2; line++) {
                reporter.report("{\"log\":{\"execution\":\"ext:%s\",\"sequence\":%d,\"timestamp\":\"%s\",\"message\":\"line %2$d\"}}".formatted(id, line, now));
            }
            reporter.report(execution.formatted(id, arguments[1], "completed", java.time.Instant.now().toString()));
            Thread.sleep(5);
        }
        System.exit(reporter.close(Duration.ofMinutes(1)) == 0 ? 0 : 1);
    }
}
