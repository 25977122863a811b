package dev.hindsight.content;

import dev.hindsight.page.Query;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what is looked for from the parameters of a query. */
public final class ContentQuery {

    private ContentQuery() {}

    /** What parameters ask for; what is not valid is told to the query. */
    public static Content content(Query query) {
        List<PayloadCondition> payloads = new ArrayList<>();
        for (PayloadCondition.Part part : PayloadCondition.Part.values()) {
            for (PayloadCondition.Kind kind : PayloadCondition.Kind.values()) {
                PayloadCondition test = test(query, part, kind);
                if (test != null) {
                    payloads.add(test);
                }
            }
        }
        return new Content(words(query), payloads);
    }

    /** The words of the parameter {@code q}. */
    public static @Nullable Words words(Query query) {
        String text = query.text("q");
        if (text == null) {
            return null;
        }
        try {
            return Words.parse(text);
        } catch (IllegalArgumentException wrong) {
            query.reject("q", wrong.getMessage());
            return null;
        }
    }

    private static @Nullable PayloadCondition test(
            Query query, PayloadCondition.Part part, PayloadCondition.Kind kind) {
        String name = PayloadCondition.parameter(part, kind);
        String text = query.part(name);
        if (text != null && text.length() > PayloadCondition.MAX_LENGTH) {
            query.reject(
                    name,
                    "It must have at most %,d characters.".formatted(PayloadCondition.MAX_LENGTH));
            return null;
        }
        return text == null ? null : new PayloadCondition(part, kind, text);
    }
}
