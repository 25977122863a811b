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
        List<PayloadTest> payloads = new ArrayList<>();
        for (PayloadTest.Part part : PayloadTest.Part.values()) {
            for (PayloadTest.Kind kind : PayloadTest.Kind.values()) {
                PayloadTest test = test(query, part, kind);
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

    private static @Nullable PayloadTest test(
            Query query, PayloadTest.Part part, PayloadTest.Kind kind) {
        String name = PayloadTest.parameter(part, kind);
        String text = query.part(name);
        if (text != null && text.length() > PayloadTest.MAX_LENGTH) {
            query.reject(
                    name, "It must have at most %,d characters.".formatted(PayloadTest.MAX_LENGTH));
            return null;
        }
        return text == null ? null : new PayloadTest(part, kind, text);
    }
}
