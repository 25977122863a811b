package dev.hindsight.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.change.FeedBatch;
import dev.hindsight.field.Moments;
import dev.hindsight.problem.Problem;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.subscription.Dialect;
import dev.hindsight.subscription.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Frames of the WebSocket as the contract writes them: JSON texts. */
@Singleton
class Frames implements Dialect {

    private final ObjectMapper mapper;
    private final Meters meters;

    Frames(ObjectMapper mapper, Meters meters) {
        this.mapper = mapper;
        this.meters = meters;
    }

    /** What goes out is counted there. */
    Meters meters() {
        return meters;
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
        meters.reset(reason);
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
        meters.gap();
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

    /** What goes out on the live channel, and how its connections end. */
    @Startup
    @Singleton
    static final class Meters {

        /** Lines of a log that could not be told. */
        private static final String LINES = "lines";

        private final Counter frames;
        private final Map<CloseCode, Counter> closed = new EnumMap<>(CloseCode.class);
        private final Map<String, Counter> resets = new HashMap<>();

        Meters(MeterRegistry metrics) {
            this.frames =
                    Counter.builder("hindsight_live_frames")
                            .description("Frames and events sent to who watches")
                            .register(metrics);
            for (CloseCode code : CloseCode.values()) {
                closed.put(
                        code,
                        Counter.builder("hindsight_live_closed")
                                .description("Connections that the service ended, and why")
                                .tag("reason", word(code))
                                .register(metrics));
            }
            for (FeedBatch.Gap gap : FeedBatch.Gap.values()) {
                if (gap != FeedBatch.Gap.NONE) {
                    resets.put(word(gap), reset(metrics, word(gap)));
                }
            }
            resets.put(LINES, reset(metrics, LINES));
        }

        private static Counter reset(MeterRegistry metrics, String reason) {
            return Counter.builder("hindsight_live_resets")
                    .description(
                            "Times that somebody was told that something was left out, and why")
                    .tag("reason", reason)
                    .register(metrics);
        }

        private static String word(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }

        /** A frame goes out. */
        void sent() {
            frames.increment();
        }

        /** The service ends a connection. */
        void closed(CloseCode why) {
            Counter counter = closed.get(why);
            if (counter != null) {
                counter.increment();
            }
        }

        /** Somebody is told to begin again. */
        void reset(String reason) {
            Counter counter = resets.get(reason);
            if (counter != null) {
                counter.increment();
            }
        }

        /** Somebody is told that lines are missing. */
        void gap() {
            reset(LINES);
        }
    }
}
