package dev.hindsight.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reports one execution after the other and keeps account of what was acknowledged. */
final class Engine {

    /** Longer than what the service writes at once, so that a body may be taken in part. */
    private static final int MANY_LINES = 700;

    private final Site service;
    private final Random random;
    private final boolean patient;
    private final List<Account> accounts = new ArrayList<>();
    private long acknowledged;
    private long refused;

    /**
     * An engine that has not begun.
     *
     * @param patient whether it waits for the database to be back, or asks the service on meanwhile
     */
    Engine(Site service, Random random, boolean patient) {
        this.service = service;
        this.random = random;
        this.patient = patient;
    }

    List<Account> accounts() {
        return accounts;
    }

    /** Reports that were acknowledged. */
    long acknowledged() {
        return acknowledged;
    }

    /** Times that a report was not. */
    long refused() {
        return refused;
    }

    /** Reports until it is told to end. */
    void work() {
        while (!service.isOver()) {
            switch (random.nextInt(4)) {
                case 0 -> whole();
                case 1 -> bulk();
                default -> stepByStep();
            }
        }
    }

    private Account account(int steps, int lines, boolean atOnce) {
        Account account = new Account(steps, lines, atOnce);
        accounts.add(account);
        return account;
    }

    private void whole() {
        Account account = account(6, 5, true);
        String children =
                ", 'status': 'completed', 'steps': %s, 'logs': %s"
                        .formatted(
                                Account.array(0, 6, i -> account.step(i, "")),
                                Account.array(0, 5, i -> account.line(i, "")));
        if (insist("POST", Api.EXECUTIONS, account.execution(children))) {
            account.everything();
        }
    }

    private void stepByStep() {
        Account account = account(6, 6, false);
        String path = Api.ext(account.id());
        if (!insist("POST", Api.EXECUTIONS, account.execution(""))) {
            return;
        }
        account.begun();
        for (int i = 0; i < account.allSteps(); i += Account.TOGETHER) {
            int end = i + Account.TOGETHER;
            if (!insist("POST", path + "/steps", Account.array(i, end, k -> account.step(k, "")))) {
                return;
            }
            account.steps(end);
            if (!insist("POST", path + "/logs", Account.array(i, end, k -> account.line(k, "")))) {
                return;
            }
            account.lines(end);
        }
        if (insist("POST", Api.EXECUTIONS, account.execution(", 'status': 'completed'"))) {
            account.ended();
        }
    }

    private void bulk() {
        Account account = account(2, random.nextInt(3) == 0 ? MANY_LINES : 20, false);
        String of = ", 'execution': 'ext:%s'".formatted(account.id());
        String begin = "{'execution': " + account.execution("") + "}\n";
        String execution =
                "{'execution': %s}\n"
                        .formatted(
                                account.execution(
                                        ", 'steps': "
                                                + Account.array(0, 2, i -> account.step(i, ""))));
        String lines =
                IntStream.range(0, account.allLines())
                        .mapToObj(i -> "{'log': " + account.line(i, of) + "}\n")
                        .collect(Collectors.joining());
        String end = "{'execution': " + account.execution(", 'status': 'completed'") + "}\n";
        Consumer<JsonNode> durable =
                problem -> {
                    int line = problem.path("lastDurableLine").asInt();
                    if (line > 1) {
                        account.begun();
                        account.steps(account.allSteps());
                        account.lines(line - 2);
                    }
                };
        Answer answer = insist("POST", "/api/v1/ingest", begin + execution + lines + end, durable);
        if (answer != null) {
            assertThat(answer.text("/accepted"))
                    .as(answer.http().body())
                    .isEqualTo(Integer.toString(account.allLines() + 3));
            account.everything();
        }
    }

    private boolean insist(String method, String path, String json) {
        return insist(method, path, json, problem -> {}) != null;
    }

    /**
     * Sends a report until it is acknowledged, or all is over; sometimes but once.
     *
     * @param refusal is given what the service answers to a report that it does not take
     * @return {@code null} if it is given up
     */
    private @Nullable Answer insist(
            String method, String path, String json, Consumer<JsonNode> refusal) {
        boolean insists = random.nextInt(4) > 0;
        do {
            Answer answer = ask(method, path, json);
            if (answer != null) {
                if (answer.status() == 200 || answer.status() == 201) {
                    acknowledged++;
                    service.acknowledge();
                    return answer;
                }
                assertThat(answer.status()).as(answer.http().body()).isEqualTo(503);
                refusal.accept(answer.body());
            }
            refused++;
            if (patient || answer == null) {
                service.awaitReturn();
            }
        } while (insists && !service.isOver());
        return null;
    }

    private @Nullable Answer ask(String method, String path, String json) {
        String type = path.endsWith("/ingest") ? "application/x-ndjson" : "application/json";
        try {
            return Api.sendTo(service.url(), method, path, Api.json(json), "Content-Type", type);
        } catch (UncheckedIOException broken) {
            return null;
        }
    }
}
