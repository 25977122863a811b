package dev.hindsight.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Numbers;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a policy from the body of a request. A member that is {@code null} is as good as absent. */
public final class PolicyReader {

    /** Name of a policy of which none was told. */
    public static final String UNSAVED = "unsaved";

    private static final Set<String> AGES =
            Set.of("maxAge", "payloadMaxAge", "logMaxAge", "archiveMaxAge");

    private static final Set<String> COUNTS = Set.of("maxCount", "maxSnapshots");

    private static final Set<String> OTHERS =
            Set.of("name", "priority", "countPer", "archive", "enabled");

    private static final FieldReader.Names NAMES =
            new FieldReader.Names(
                    Set.of("createdAt", "updatedAt"),
                    Stream.of(AGES, COUNTS, OTHERS, SelectionReader.MEMBERS)
                            .flatMap(Set::stream)
                            .toList());

    private final FieldContext context;
    private final SelectionReader selection;
    private final @Nullable String wanted;
    private final Map<String, Age> ages = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private @Nullable String name;
    private int priority = RetentionPolicy.DEFAULT_PRIORITY;
    private CountPer countPer = CountPer.WORKFLOW;
    private boolean archive;
    private boolean enabled = true;

    private PolicyReader(FieldContext context, @Nullable String wanted) {
        this.context = context;
        this.selection = new SelectionReader(context);
        this.wanted = wanted;
    }

    /**
     * Reads a whole policy.
     *
     * @param name what it is called: a body that tells a name must tell this one; {@code null}: what the
     *     body says, or else {@link #UNSAVED}
     * @throws ProblemException {@code invalid-request}, naming all that is not valid
     */
    public static RetentionPolicy read(byte[] body, @Nullable String name, PayloadReader payloads)
            throws IOException {
        FieldContext context = new FieldContext(payloads, body, FieldContext.Mode.MERGE);
        PolicyReader reader = new PolicyReader(context, name);
        return Body.read(body, context, reader::policy);
    }

    private RetentionPolicy policy(JsonParser parser) throws IOException {
        FieldReader.readObject(parser, context, NAMES, this::member);
        String called = wanted == null ? name : wanted;
        return new RetentionPolicy(
                called == null ? UNSAVED : called,
                priority,
                selection.selection(),
                ages.get("maxAge"),
                ages.get("payloadMaxAge"),
                ages.get("logMaxAge"),
                counts.get("maxCount"),
                countPer,
                counts.get("maxSnapshots"),
                archive,
                ages.get("archiveMaxAge"),
                enabled);
    }

    /** What was rejected leaves things as they were, of no consequence: the body fails in the end. */
    private boolean member(String member, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return NAMES.known().contains(member);
        }
        if (AGES.contains(member)) {
            age(member, parser);
            return true;
        }
        if (COUNTS.contains(member)) {
            Long count = Numbers.readWhole(parser, context, 1, Integer.MAX_VALUE);
            counts.put(member, count == null ? 1 : count.intValue());
            return true;
        }
        switch (member) {
            case "name" -> name(parser);
            case "priority" -> {
                Long number = Numbers.readWhole(parser, context, 0, Integer.MAX_VALUE);
                priority = number == null ? priority : number.intValue();
            }
            case "countPer" -> countPer = countPer(parser);
            case "archive" -> archive = isTrue(parser);
            case "enabled" -> enabled = isTrue(parser);
            default -> {
                return selection.read(member, parser);
            }
        }
        return true;
    }

    private void name(JsonParser parser) throws IOException {
        String told = FieldTypes.readId(parser, context, FieldTypes.MAX_ID);
        if (told == null) {
            return;
        }
        if (wanted != null && !told.equals(wanted)) {
            context.reject("It must be the name in the path, or be left out.");
        } else {
            FieldTypes.nameFault(told).ifPresent(context::reject);
        }
        name = told;
    }

    private void age(String member, JsonParser parser) throws IOException {
        if (!context.expect(parser, JsonToken.VALUE_STRING, Age.EXPECTED)) {
            return;
        }
        try {
            ages.put(member, new Age(parser.getText()));
        } catch (IllegalArgumentException none) {
            context.reject(none.getMessage());
        }
    }

    private CountPer countPer(JsonParser parser) throws IOException {
        String detail = "It must be workflow or policy.";
        if (!context.expect(parser, JsonToken.VALUE_STRING, detail)) {
            return countPer;
        }
        Optional<CountPer> found = CountPer.ofWord(parser.getText());
        if (found.isEmpty()) {
            context.reject(detail);
        }
        return found.orElse(countPer);
    }

    private boolean isTrue(JsonParser parser) throws IOException {
        return Boolean.TRUE.equals(FieldTypes.BOOLEAN.reader().read(parser, context));
    }
}
