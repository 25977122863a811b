package dev.hindsight.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.log.LogLine;
import dev.hindsight.subscription.LogSubscription;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Writes what is told as the contract writes it. */
@Singleton
class Json {

    private final ObjectMapper mapper;

    Json(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** Lines of a log as they are sent, in their order. */
    List<LogSubscription.Line> lines(List<LogLine> lines) {
        List<LogSubscription.Line> written = new ArrayList<>(lines.size());
        for (LogLine line : lines) {
            written.add(new LogSubscription.Line(line.sequence(), line.level(), of(line)));
        }
        return written;
    }

    String of(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record cannot be written", e);
        }
    }
}
