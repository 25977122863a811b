package dev.hindsight.payload;

import static dev.hindsight.fixture.FuzzTarget.claim;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.hindsight.fixture.FuzzTarget;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.secret.KnownSecret;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pass over a payload, held against Jackson's parser of texts, which has no code in common with
 * the one of bytes that the pass reads with. An input is a body that is one value; it is read with
 * limits that it cannot reach, and with such that it can.
 */
public final class PayloadFuzz implements FuzzTarget {

    /** A number that is kept as text, since PostgreSQL holds none so large. */
    private static final Pattern VAST = Pattern.compile("-?\\d+(\\.\\d+)?[eE][+-]?\\d{4,}");

    /** Where the value lies. */
    private static final String ROOT = "/input";

    private static final String MASK = "[redacted]";

    private static final PayloadLimits WIDE =
            new PayloadLimits(
                    1 << 26,
                    1 << 26,
                    1_000,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private static final PayloadLimits NARROW =
            new PayloadLimits(
                    16,
                    256,
                    6,
                    List.of("password"),
                    Optional.of(Set.of(KnownSecret.values())),
                    Optional.of("seed[0-9]+"),
                    Optional.of(List.of("/input/card", "/input/**/pin")));

    private static final PayloadReader WHOLE = new PayloadReader(WIDE);
    private static final PayloadReader CUT = new PayloadReader(NARROW);

    /** As {@link #CUT}, of documents of any size. */
    private static final PayloadReader LONG = new PayloadReader(NARROW.withMaxDocument(1 << 26));

    private static final JsonFactory JACKSON =
            new JsonFactoryBuilder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    /** An escape that is none; Jackson's parser of texts looks at the last eight bits of its digits alone. */
    private static final Pattern NO_ESCAPE =
            Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\u(?![0-9A-Fa-f]{4})");

    /** A token and its text, as it is written in the body or, for texts, as it is meant. */
    private record Word(JsonToken token, String text) {}

    /** What a body says. */
    private record Said(List<Word> words, boolean repeatsKeys, boolean hasBrokenKeys) {

        /** Whether it is an array of scalars, whose places are all told apart. */
        boolean isFlatArray() {
            return words.get(0).token() == JsonToken.START_ARRAY
                    && words.stream().filter(it -> it.token().isStructStart()).count() == 1;
        }
    }

    @Override
    public void take(byte[] input) throws IOException {
        String text = utf8(input);
        Said said = text == null ? null : said(text);
        Payload whole = read(WHOLE, input, text, said);
        Payload cut = read(CUT, input, text, said);
        if (whole != null) {
            holdsWhole(whole, said);
        }
        if (cut != null) {
            holdsCut(cut, input);
        }
    }

    private static @Nullable String utf8(byte[] input) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(input)).toString();
        } catch (CharacterCodingException other) {
            return null;
        }
    }

    /** What Jackson finds in a body of one value; {@code null} if it is not such a body. */
    private static @Nullable Said said(String text) throws IOException {
        List<Word> words = new ArrayList<>();
        List<Set<String>> open = new ArrayList<>();
        boolean repeats = false;
        boolean broken = false;
        try (JsonParser parser = JACKSON.createParser(text)) {
            for (JsonToken it = parser.nextToken(); it != null; it = parser.nextToken()) {
                if (open.isEmpty() && !words.isEmpty()) {
                    return null;
                }
                words.add(new Word(it, parser.getText()));
                if (it.isStructStart()) {
                    open.add(new HashSet<>());
                } else if (it.isStructEnd()) {
                    open.remove(open.size() - 1);
                } else if (it == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    broken |= !key.equals(new String(key.getBytes(UTF_8), UTF_8));
                    repeats |= !open.get(open.size() - 1).add(clean(key));
                }
            }
        } catch (JsonProcessingException malformed) {
            return null;
        }
        return words.isEmpty() || NO_ESCAPE.matcher(text).find()
                ? null
                : new Said(words, repeats, broken);
    }

    private static @Nullable Payload read(
            PayloadReader reader, byte[] input, @Nullable String text, @Nullable Said said)
            throws IOException {
        try (JsonParser parser = PayloadJson.factory().createParser(input)) {
            if (parser.nextToken() == null) {
                claim(said == null, "A body that is valid is not empty.");
                return null;
            }
            Payload payload = reader.read(parser, input, ROOT);
            if (parser.nextToken() != null) {
                claim(said == null, "A body that is valid has one value.");
                return null;
            }
            claim(text == null || said != null, "What is read is valid JSON.");
            holds(payload);
            return payload;
        } catch (ProblemException problem) {
            FuzzTarget.refused(problem);
        } catch (JsonProcessingException malformed) {
            claim(said == null || said.hasBrokenKeys(), "What is valid JSON is read.");
        }
        return null;
    }

    /** What holds of every payload. */
    private static void holds(Payload payload) throws IOException {
        List<Word> stored = wordsOf(payload.json());
        claim(payload.json().indexOf('\0') < 0, "What is stored has no NUL.");
        for (Word word : stored) {
            claim(word.text().equals(clean(word.text())), "PostgreSQL holds what is stored.");
            if (word.token().isNumeric()) {
                holdsNumber(word.text());
            }
        }
        claim(payload.notices().size() <= 103, "Notices are few.");
        claim(
                Notices.fromJson(Notices.toJson(payload.notices())).equals(payload.notices()),
                "Notices are written as they are read.");
        for (Notice notice : payload.notices()) {
            claim(notice.pointer().startsWith(ROOT), "A notice points into the value.");
            claim(notice.pointer().length() <= 1_100, "A pointer is short.");
        }
    }

    private static void holdsNumber(String text) {
        BigDecimal number = new BigDecimal(text);
        claim((long) number.precision() - number.scale() <= 131_072, "It has few digits.");
        claim(number.scale() <= 16_383, "It has few digits behind the point.");
        claim(
                number.toPlainString().length() <= Math.max(1_003, text.length() + 1),
                "A number does not grow.");
    }

    private static void holdsWhole(Payload payload, @Nullable Said said) throws IOException {
        Payload again = PayloadLimits.read(WHOLE, payload.json().getBytes(UTF_8), ROOT);
        claim(again.json().equals(payload.json()), "What was stored once stays as it is.");
        if (said == null) {
            return;
        }
        List<Word> stored = wordsOf(payload.json());
        claim(stored.size() == said.words().size(), "Nothing is lost.");
        boolean altered = said.repeatsKeys();
        int places = 0;
        for (int i = 0; i < stored.size(); i++) {
            Word sent = said.words().get(i);
            Word kept = stored.get(i);
            claim(kept.text().equals(clean(sent.text())), "Every token is kept.");
            claim(
                    kept.token() == sent.token()
                            || (sent.token().isNumeric() && kept.token() == JsonToken.VALUE_STRING),
                    "Every token stays what it is.");
            altered |= !kept.equals(sent);
            places += kept.equals(sent) ? 0 : 1;
        }
        claim(altered == !payload.notices().isEmpty(), "Notices tell of what was altered.");
        if (said.isFlatArray()) {
            claim(
                    payload.notices().size() == Math.min(places, NoticeList.MAX + 1),
                    "Each place is told, and those that are left out are told together.");
            claim(
                    places <= NoticeList.MAX
                            || payload.notices().contains(Notice.of(Notice.Kind.SANITIZED, ROOT)),
                    "What is left out is told of the value itself.");
        }
    }

    private static void holdsCut(Payload payload, byte[] input) throws IOException {
        Payload masked = PayloadLimits.read(LONG, input, ROOT);
        Notice first = payload.notices().isEmpty() ? null : payload.notices().get(0);
        if (first != null && first.pointer().equals(ROOT) && isPreview(payload)) {
            holdsPreview(payload, first, masked, input);
            return;
        }
        claim(payload.json().getBytes(UTF_8).length <= 256, "What is too large is cut.");
        claim(payload.equals(masked), "What is not too large is not cut.");
        holdsSecrets(payload);
    }

    private static boolean isPreview(Payload payload) {
        return payload.json().startsWith("{\"$truncated\":true,\"bytes\":")
                && payload.notices().get(0).kind() == Notice.Kind.TRUNCATED;
    }

    private static void holdsPreview(Payload payload, Notice cut, Payload masked, byte[] input)
            throws IOException {
        List<Word> words = wordsOf(payload.json());
        claim(words.size() == 8, "A preview has three members.");
        String preview = words.get(6).text();
        claim(preview.length() <= 1_024, "A preview is short.");
        claim(masked.json().startsWith(preview), "A preview is the beginning of what is too long.");
        int start = 0;
        int end = input.length;
        while (isBlank(input[start])) {
            start++;
        }
        while (isBlank(input[end - 1])) {
            end--;
        }
        claim(words.get(4).text().equals(String.valueOf(end - start)), "The size is told.");
        boolean redacted =
                payload.notices().stream().anyMatch(it -> it.kind() == Notice.Kind.REDACTED);
        Original original = Original.of(input, start, end);
        claim(
                cut.equals((redacted ? original.withoutDigest() : original).notice(ROOT)),
                "The original is told, and its digest if there was no secret in it.");
    }

    private static boolean isBlank(byte it) {
        return it == ' ' || it == '\t' || it == '\n' || it == '\r';
    }

    /** No text below a secret key is there, nor at a secret path; a number is no text. */
    private static void holdsSecrets(Payload payload) throws IOException {
        int depth = 0;
        int secretFrom = Integer.MAX_VALUE;
        String key = "";
        for (Word word : wordsOf(payload.json())) {
            switch (word.token()) {
                case START_OBJECT, START_ARRAY -> {
                    boolean hidden = key.equals("pin") || (key.equals("card") && depth == 1);
                    claim(!hidden, "What lies at a secret path is masked whole.");
                    if (key.equals("password")) {
                        secretFrom = Math.min(secretFrom, depth);
                    }
                    depth++;
                }
                case END_OBJECT, END_ARRAY -> {
                    depth--;
                    secretFrom = depth <= secretFrom ? Integer.MAX_VALUE : secretFrom;
                }
                case FIELD_NAME -> {}
                case VALUE_STRING -> {
                    boolean secret = key.equals("password") || depth > secretFrom;
                    claim(
                            !secret
                                    || word.text().equals(MASK)
                                    || VAST.matcher(word.text()).matches(),
                            "A text at a secret key is masked.");
                    claim(
                            word.text().getBytes(UTF_8).length <= 16 || word.text().equals(MASK),
                            "A text is cut.");
                }
                default -> claim(!key.equals("pin"), "What lies at a secret path is masked.");
            }
            key = word.token() == JsonToken.FIELD_NAME ? word.text() : "";
        }
    }

    private static List<Word> wordsOf(String json) throws IOException {
        Said said = said(json);
        if (said == null) {
            throw new AssertionError("What is stored is valid JSON.");
        }
        return said.words();
    }

    private static String clean(String text) {
        return CodePoints.clean(text.toCharArray(), 0, text.length());
    }
}
