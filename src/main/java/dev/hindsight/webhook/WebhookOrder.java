package dev.hindsight.webhook;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.filter.ExecutionFilterReader;
import dev.hindsight.payload.PayloadJson;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as it is wanted.
 *
 * @param secret {@code null}: the one it has, or a new one
 * @param events each once, in their own order
 * @param filter which executions it is told of
 * @param filterTold the filter as it was sent, JSON text; {@code null}: all
 * @param enabled whether it is told of anything
 */
public record WebhookOrder(
        Target url,
        @Nullable String secret,
        List<EventKind> events,
        ExecutionFilter filter,
        @Nullable String filterTold,
        boolean enabled) {

    private static final int MAX_FILTER_BYTES = 64 * 1024;

    private static final FieldReader.Names NAMES =
            new FieldReader.Names(
                    Set.of(
                            "disabledReason",
                            "overflowedAt",
                            "failures",
                            "retryAt",
                            "createdAt",
                            "updatedAt"),
                    Set.of("name", "url", "secret", "events", "filter", "enabled"));

    private static final String NO_EVENTS =
            "It must be an array of at least one of " + String.join(", ", EventKind.WORDS) + ".";

    public WebhookOrder {
        events = List.copyOf(events);
    }

    /**
     * Reads the body of a request.
     *
     * @throws ProblemException {@code invalid-request}, naming all that is not valid
     */
    static WebhookOrder read(byte[] body, String name, AddressRules rules, PayloadReader payloads)
            throws IOException {
        FieldContext context = new FieldContext(payloads, body, FieldContext.Mode.MERGE);
        Draft draft = new Draft(context, name, rules);
        return Body.read(body, context, draft::read);
    }

    /** Reads a filter that was told before. */
    static ExecutionFilter filter(String json, PayloadReader payloads) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        FieldContext context = new FieldContext(payloads, bytes, FieldContext.Mode.MERGE);
        try {
            return Body.read(bytes, context, parser -> ExecutionFilterReader.read(parser, context));
        } catch (IOException | ProblemException unreadable) {
            throw new IllegalStateException("A stored filter is not valid: " + json, unreadable);
        }
    }

    /** What has been read of the body so far. */
    private static final class Draft {

        private final FieldContext context;
        private final String name;
        private final AddressRules rules;
        private @Nullable Target url;
        private @Nullable String secret;
        private List<EventKind> events = List.of();
        private ExecutionFilter filter = ExecutionFilter.ALL;
        private @Nullable String filterTold;
        private boolean enabled = true;
        private boolean hasUrl;
        private boolean hasEvents;

        Draft(FieldContext context, String name, AddressRules rules) {
            this.context = context;
            this.name = name;
            this.rules = rules;
        }

        WebhookOrder read(JsonParser parser) throws IOException {
            FieldReader.readObject(parser, context, NAMES, this::member);
            if (!hasUrl) {
                context.rejectAt("/url", "It must be there.");
            }
            if (!hasEvents) {
                context.rejectAt("/events", NO_EVENTS);
            }
            context.finish();
            if (url == null) {
                throw new IllegalStateException("A body without a URL was not refused");
            }
            return new WebhookOrder(url, secret, events, filter, filterTold, enabled);
        }

        private boolean member(String member, JsonParser parser) throws IOException {
            boolean told = parser.currentToken() != JsonToken.VALUE_NULL;
            switch (member) {
                case "name" -> {
                    if (told
                            && !name.equals(
                                    FieldTypes.readText(parser, context, Integer.MAX_VALUE))) {
                        context.reject("It must be the name in the path, or be left out.");
                    }
                }
                case "url" -> {
                    hasUrl = told;
                    url = told ? url(parser) : null;
                }
                case "secret" -> secret = told ? secret(parser) : null;
                case "events" -> {
                    hasEvents = told;
                    events = told ? events(parser) : List.of();
                }
                case "filter" -> {
                    if (told) {
                        filter(parser);
                    }
                }
                case "enabled" ->
                        enabled =
                                !told
                                        || Boolean.TRUE.equals(
                                                FieldTypes.BOOLEAN.reader().read(parser, context));
                default -> {
                    return false;
                }
            }
            return true;
        }

        private @Nullable Target url(JsonParser parser) throws IOException {
            if (!context.expect(parser, JsonToken.VALUE_STRING, "It must be a text.")) {
                return null;
            }
            try {
                Target target = Target.of(parser.getText());
                rules.fault(target).ifPresent(context::reject);
                return target;
            } catch (IllegalArgumentException notOne) {
                return context.reject(String.valueOf(notOne.getMessage()));
            }
        }

        private @Nullable String secret(JsonParser parser) throws IOException {
            if (!context.expect(parser, JsonToken.VALUE_STRING, "It must be a text.")) {
                return null;
            }
            String text = parser.getText();
            WebhookSecret.fault(text).ifPresent(context::reject);
            return text;
        }

        private List<EventKind> events(JsonParser parser) throws IOException {
            List<EventKind> read = new ArrayList<>();
            if (!context.expect(parser, JsonToken.START_ARRAY, NO_EVENTS)) {
                return read;
            }
            String at = context.pointer();
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                context.at(at + "/" + count++);
                event(parser).filter(it -> !read.contains(it)).ifPresent(read::add);
            }
            context.at(at);
            if (count == 0) {
                context.reject(NO_EVENTS);
            }
            return read;
        }

        private Optional<EventKind> event(JsonParser parser) throws IOException {
            String expected = "It must be one of " + String.join(", ", EventKind.WORDS) + ".";
            if (!context.expect(parser, JsonToken.VALUE_STRING, expected)) {
                return Optional.empty();
            }
            String text = parser.getText();
            Optional<EventKind> kind = EventKind.ofWord(text);
            if (kind.isEmpty()) {
                context.reject(
                        "There is no event \"%s\". %s"
                                .formatted(
                                        text.substring(0, Math.min(text.length(), 64)), expected));
            }
            return kind;
        }

        /** Read twice: as it is told, and what it means. */
        private void filter(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                context.reject(parser, "It must be an object.");
                return;
            }
            String told = context.raw(parser);
            if (told == null) {
                return;
            }
            if (told.length() > MAX_FILTER_BYTES) {
                context.reject("It must be at most %,d bytes.".formatted(MAX_FILTER_BYTES));
                return;
            }
            FieldContext.Scope outer = context.enter("/filter");
            try (JsonParser again = PayloadJson.factory().createParser(told)) {
                again.nextToken();
                filter = ExecutionFilterReader.read(again, context);
            }
            context.leave(outer);
            filterTold = told;
        }
    }
}
