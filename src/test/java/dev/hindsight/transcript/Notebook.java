package dev.hindsight.transcript;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.field.FieldContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Pages of executions that are kept beside the tables; one that is torn cannot be told. */
@ApplicationScoped
public class Notebook implements Appendix {

    /** What no export gets past. */
    public static final String TORN = "torn";

    private final Map<UUID, List<String>> pages = new ConcurrentHashMap<>();

    /** Adds a page. */
    public void add(UUID id, String text) {
        pages.computeIfAbsent(id, it -> new ArrayList<>()).add(text);
    }

    /** Takes all pages of an execution out. */
    public List<String> takeOut(UUID id) {
        List<String> taken = pages.remove(id);
        return taken == null ? List.of() : taken;
    }

    @Override
    public String kind() {
        return "page";
    }

    @Override
    public Multi<List<byte[]>> tell(int namespaceId, UUID executionId) {
        return Multi.createFrom()
                .iterable(pages.getOrDefault(executionId, List.of()))
                .map(
                        text -> {
                            if (text.equals(TORN)) {
                                throw new IllegalStateException("A torn page");
                            }
                            return List.of(("\"" + text + "\"").getBytes(StandardCharsets.UTF_8));
                        });
    }

    @Override
    public Part read(JsonParser parser, FieldContext context) throws IOException {
        boolean isText = context.expect(parser, JsonToken.VALUE_STRING, "It must be a text.");
        String text = isText ? parser.getText() : "";
        return (client, namespaceId, executionId, now) ->
                Uni.createFrom().voidItem().invoke(() -> add(executionId, text));
    }
}
