package dev.hindsight.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.audit.AuditStore.Words;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes persons who are erased out of what the audit says of others: that something was done, when and
 * by whom, stays. Who acted is not taken out, also where the actor is called exactly as the person: an
 * audit that forgets who acted is none, and whoever may ask for erasures could erase their own deeds.
 * What executions name as their creator is any text of an engine's, besides, while an actor is a key, or
 * a subject that a provider vouches for: that both are called the same does not make them one. Entries
 * leave by their age, {@link AuditConfig#retention}.
 */
@ApplicationScoped
public class Redaction {

    private static final int PAGE = 1_000;

    private static final UUID FIRST = new UUID(0, 0);

    private static final JsonFactory JSON = new JsonFactory();

    private final AuditStore store;

    Redaction(AuditStore store) {
        this.store = store;
    }

    /** Takes external ids out of the paths of what was asked. */
    public Uni<Void> forgetExternalIds(
            SqlClient client, int namespaceId, List<String> externalIds) {
        List<String> written =
                externalIds.stream().flatMap(Redaction::spellings).distinct().toList();
        return written.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.forgetExternalIds(client, namespaceId, written);
    }

    private static Stream<String> spellings(String externalId) {
        String encoded = URLEncoder.encode(externalId, UTF_8);
        return Stream.of(externalId, encoded, encoded.replace("+", "%20"));
    }

    /** Takes a name out of the filters of what was deleted and exported. */
    public Uni<Void> forgetName(SqlClient client, int namespaceId, String name) {
        Pattern word =
                Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}])");
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<>(FIRST),
                        after ->
                                store.worded(client, namespaceId, after.get(), PAGE)
                                        .invoke(it -> it.forEach(words -> after.set(words.id())))
                                        .call(it -> redact(client, namespaceId, it, word)))
                .whilst(page -> page.size() == PAGE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> redact(SqlClient client, int namespaceId, List<Words> page, Pattern word) {
        List<Words> redacted =
                page.stream()
                        .map(words -> without(word, words))
                        .filter(words -> !page.contains(words))
                        .toList();
        return redacted.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.reword(client, namespaceId, redacted);
    }

    /** What an entry says without the name. */
    static Words without(Pattern word, Words words) {
        String target = words.target();
        int question = target.indexOf('?');
        boolean asks = question >= 0 && word.matcher(decoded(target.substring(question))).find();
        return new Words(
                words.id(),
                asks ? target.substring(0, question) + "?erased" : target,
                says(word, words.detail()) ? "{\"erased\":true}" : words.detail());
    }

    private static String decoded(String query) {
        try {
            return URLDecoder.decode(query, UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return query;
        }
    }

    private static boolean says(Pattern word, @Nullable String detail) {
        if (detail == null) {
            return false;
        }
        try (JsonParser json = JSON.createParser(detail)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                boolean isText = token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME;
                if (isText && word.matcher(json.getText()).find()) {
                    return true;
                }
            }
            return false;
        } catch (IOException noJson) {
            return word.matcher(detail).find();
        }
    }
}
