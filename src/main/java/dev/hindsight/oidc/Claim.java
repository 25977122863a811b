package dev.hindsight.oidc;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where something stands in a token.
 *
 * @param name as the settings have it
 */
record Claim(String name, JsonPointer pointer) {

    /** By the name of a claim; whatever begins with a slash is a JSON pointer. */
    static Claim of(String name) {
        String path =
                name.startsWith("/") ? name : "/" + name.replace("~", "~0").replace("/", "~1");
        return new Claim(name, JsonPointer.compile(path));
    }

    /** Its value; a missing node, if it is not there. */
    JsonNode in(JsonNode claims) {
        return claims.at(pointer);
    }

    /**
     * The words of a text, the text itself too, or the texts of an array; {@code null} if it is anything
     * else. None if it is not there.
     */
    @Nullable Set<String> words(JsonNode claims) {
        JsonNode value = in(claims);
        if (value.isMissingNode() || value.isNull()) {
            return Set.of();
        }
        if (value.isTextual()) {
            Set<String> words = new TreeSet<>(List.of(value.textValue().split(" ")));
            words.add(value.textValue());
            return words;
        }
        boolean texts =
                value.isArray()
                        && StreamSupport.stream(value.spliterator(), false)
                                .allMatch(JsonNode::isTextual);
        if (!texts) {
            return null;
        }
        Set<String> words = new TreeSet<>();
        value.forEach(one -> words.add(one.textValue()));
        return words;
    }
}
