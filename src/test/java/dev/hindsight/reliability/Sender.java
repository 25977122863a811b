package dev.hindsight.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.reliability.Piece.Kind;
import dev.hindsight.reliability.Way.Door;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sends reports of one execution; each must be taken.
 *
 * @param url of the service
 * @param externalId of the execution
 */
record Sender(String url, String externalId) {

    /** Sends some of them through a door. */
    void send(Door door, List<Piece> group) {
        switch (door) {
            case SINGLE -> group.forEach(it -> post(it.kind(), json(it, "")));
            case NAMED -> group.forEach(this::named);
            case ARRAY -> array(group);
            case WHOLE -> whole(group);
            case BULK -> bulk(group);
        }
    }

    private void named(Piece piece) {
        if (piece.kind() == Kind.STEP) {
            String path = "/steps/%s?attempt=%d".formatted(piece.key(), piece.attempt());
            taken("PUT", Api.ext(externalId) + path, "{'workflowId': 'w'" + piece.members() + "}");
        } else {
            post(piece.kind(), json(piece, ""));
        }
    }

    /** Runs of one kind as an array each. */
    private void array(List<Piece> group) {
        for (int begin = 0, end = 0; begin < group.size(); begin = end) {
            Kind kind = group.get(begin).kind();
            while (end < group.size() && group.get(end).kind() == kind) {
                end++;
            }
            List<Piece> run = group.subList(begin, end);
            if (kind == Kind.EXECUTION) {
                send(Door.SINGLE, run);
            } else {
                post(kind, array(run, kind));
            }
        }
    }

    /** Everything in one report of the execution, if there is one; its others follow. */
    private void whole(List<Piece> group) {
        List<Piece> executions = group.stream().filter(it -> it.kind() == Kind.EXECUTION).toList();
        if (executions.isEmpty()) {
            array(group);
            return;
        }
        String children =
                ", 'steps': %s, 'logs': %s"
                        .formatted(array(group, Kind.STEP), array(group, Kind.LINE));
        post(Kind.EXECUTION, json(executions.get(0), children));
        send(Door.SINGLE, executions.subList(1, executions.size()));
    }

    private void bulk(List<Piece> group) {
        if (!group.isEmpty()) {
            bulk(url, group.stream().map(this::line).toList());
        }
    }

    /** Sends lines of any executions in one body. */
    static void bulk(String url, List<String> lines) {
        Answer answer =
                Api.sendTo(
                        url,
                        "POST",
                        "/api/v1/ingest",
                        Api.json(String.join("\n", lines) + "\n"),
                        "Content-Type",
                        "application/x-ndjson");
        assertThat(answer.text("/accepted"))
                .as("%s: %s", lines, answer.http().body())
                .isEqualTo(Integer.toString(lines.size()));
    }

    /** A report as a line of a body of many. */
    String line(Piece piece) {
        String of = ", 'execution': 'ext:" + externalId + "'";
        return switch (piece.kind()) {
            case EXECUTION -> "{'execution': " + json(piece, "") + "}";
            case STEP -> "{'step': " + json(piece, of) + "}";
            case LINE -> "{'log': " + json(piece, of) + "}";
        };
    }

    private String array(List<Piece> group, Kind kind) {
        return group.stream()
                .filter(it -> it.kind() == kind)
                .map(it -> json(it, ""))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private String json(Piece piece, String more) {
        String identity =
                switch (piece.kind()) {
                    case EXECUTION -> ", 'externalId': '" + externalId + "'";
                    case STEP ->
                            ", 'key': '%s', 'attempt': %d".formatted(piece.key(), piece.attempt());
                    case LINE -> "";
                };
        return "{'workflowId': 'w'" + identity + piece.members() + more + "}";
    }

    private void post(Kind kind, String json) {
        taken(
                "POST",
                switch (kind) {
                    case EXECUTION -> Api.EXECUTIONS;
                    case STEP -> Api.ext(externalId) + "/steps";
                    case LINE -> Api.ext(externalId) + "/logs";
                },
                kind == Kind.LINE && json.startsWith("{") ? "[" + json + "]" : json);
    }

    private void taken(String method, String path, String json) {
        Answer answer = Api.sendTo(url, method, path, Api.json(json));
        assertThat(answer.status()).as("%s: %s", json, answer.http().body()).isIn(200, 201);
    }
}
