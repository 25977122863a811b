package dev.hindsight.live;

import static dev.hindsight.fixture.FuzzTarget.claim;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.fixture.FuzzTarget;
import dev.hindsight.live.FrameReader.BadFrame;
import dev.hindsight.live.FrameReader.BadSubscription;
import dev.hindsight.payload.PayloadLimits;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What clients of the live channel say. An input is a frame; what is not UTF-8 never gets so far. */
public final class FrameFuzz implements FuzzTarget {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FrameReader reader = new FrameReader(JSON, PayloadLimits.DEFAULT);

    @Override
    public void take(byte[] input) throws IOException {
        String text = new String(input, UTF_8);
        ClientFrame frame = read(text);
        if (frame == null) {
            return;
        }
        claim(frame.equals(read(text)), "A frame says the same every time.");
        holds(frame);
        JsonNode sent = JSON.readTree(text);
        claim(frame.equals(read(JSON.writeValueAsString(sent))), "White space says nothing.");
        ObjectNode more = ((ObjectNode) sent).put("\u0000unheard-of", 1);
        claim(frame.equals(read(more.toString())), "Members that are not known are passed by.");
        if (frame instanceof ClientFrame.SubscribeExecutions some && some.resume() != null) {
            claim(
                    some.resume().cursor().equals(sent.path("resume").asText()),
                    "A place has one cursor.");
        }
    }

    private @Nullable ClientFrame read(String text) {
        try {
            return reader.read(text);
        } catch (BadFrame wrong) {
            String reason = wrong.getMessage();
            // What the reason of a closed connection may be long.
            claim(reason.getBytes(UTF_8).length <= 123, "A reason fits into a frame of closing.");
        } catch (BadSubscription wrong) {
            holdsId(wrong.id());
            FuzzTarget.refused(wrong.problem());
        }
        return null;
    }

    private static void holds(ClientFrame frame) {
        if (frame instanceof ClientFrame.SubscribeExecutions some) {
            holdsId(some.id());
            claim(some.items() >= 0 && some.items() <= 200, "A snapshot is small.");
        } else if (frame instanceof ClientFrame.SubscribeExecution one) {
            holdsId(one.id());
            claim(one.items() >= 0 && one.items() <= 200, "A snapshot is small.");
            holdsRef(one.execution());
        } else if (frame instanceof ClientFrame.SubscribeLogs logs) {
            holdsId(logs.id());
            claim(logs.afterSequence() >= -1, "A log begins at 0.");
            holdsRef(logs.execution());
        } else if (frame instanceof ClientFrame.Unsubscribe done) {
            holdsId(done.id());
        }
    }

    private static void holdsId(String id) {
        claim(!id.isEmpty() && id.length() <= 255, "A subscription has a name.");
    }

    private static void holdsRef(ExecutionRef ref) {
        claim((ref.id() == null) != (ref.externalId() == null), "One execution is named.");
    }
}
