package dev.hindsight.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.field.Moments;
import dev.hindsight.problem.Problem;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.subscription.Dialect;
import dev.hindsight.subscription.Event;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Frames of the WebSocket as the contract writes them: JSON texts. */
@Singleton
class Frames implements Dialect {

    private final ObjectMapper mapper;

    Frames(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    String welcome(Duration heartbeat, int maxSubscriptions, Instant now) {
        return "{\"type\":\"welcome\",\"heartbeatMs\":%d,\"maxSubscriptions\":%d,\"serverTime\":\"%s\"}"
                .formatted(
                        heartbeat.toMillis(),
                        maxSubscriptions,
                        Moments.write(now.atOffset(ZoneOffset.UTC)));
    }

    @Override
    public String snapshot(String id, String members, String cursor) {
        return begin("snapshot", id) + "," + members + cursor(cursor) + "}";
    }

    @Override
    public String resumed(String id, String cursor) {
        return begin("resumed", id) + "}";
    }

    @Override
    public String reset(String id, String reason) {
        return begin("reset", id) + ",\"reason\":\"" + reason + "\"}";
    }

    @Override
    public String events(String id, List<Event> events, @Nullable String cursor) {
        String all = events.stream().map(Event::json).collect(Collectors.joining(","));
        return begin("events", id) + ",\"events\":[" + all + "]" + cursor(cursor) + "}";
    }

    @Override
    public String bookmark(String id, String cursor) {
        return begin("bookmark", id) + cursor(cursor) + "}";
    }

    @Override
    public String logs(String id, List<String> lines, long afterSequence) {
        return begin("logs", id)
                + ",\"lines\":["
                + String.join(",", lines)
                + "],\"afterSequence\":"
                + afterSequence
                + "}";
    }

    @Override
    public String gap(String id, long fromSequence) {
        return begin("gap", id) + ",\"fromSequence\":" + fromSequence + "}";
    }

    @Override
    public String error(String id, ProblemException problem) {
        return begin("error", id) + ",\"problem\":" + json(Problem.of(problem, null)) + "}";
    }

    private String begin(String type, String id) {
        return "{\"type\":\"" + type + "\",\"id\":" + json(id);
    }

    private static String cursor(@Nullable String cursor) {
        return cursor == null ? "" : ",\"cursor\":\"" + cursor + "\"";
    }

    private String json(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A frame cannot be written", e);
        }
    }
}
