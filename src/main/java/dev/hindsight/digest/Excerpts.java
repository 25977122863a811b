package dev.hindsight.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hindsight.execution.Execution;
import dev.hindsight.field.JsonText;
import dev.hindsight.log.LogLine;
import dev.hindsight.step.Step;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the payloads of one answer: each value to a limit, and all of them together to another. One for
 * each answer. A document that is cut becomes what it is everywhere: {@code {"$truncated": true, "bytes":
 * n, "preview": "…"}}; a text ends in {@code …}.
 */
public final class Excerpts {

    /** Bytes of all values of an answer together. */
    public static final int MAX_ALL = 256 * 1024;

    private static final int BRIEF = 500;

    private static final String ELLIPSIS = "…";

    private final int limit;
    private int left = MAX_ALL;
    private boolean isCut;

    /** None yet; of each value at most so many bytes of UTF-8. */
    public Excerpts(int limit) {
        this.limit = limit;
    }

    /** Whether anything was cut. */
    public boolean isCut() {
        return isCut;
    }

    /** About how many bytes a line takes here. */
    public int weight(LogLine line) {
        return 128 + weight(line.message()) + weight(line.data());
    }

    private int weight(@Nullable String value) {
        return value == null
                ? 0
                : Math.min(
                        limit,
                        value.substring(0, Math.min(value.length(), limit)).getBytes(UTF_8).length);
    }

    /** A JSON text. */
    @Nullable String json(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String head = head(value);
        return head.length() == value.length()
                ? value
                : "{\"$truncated\":true,\"bytes\":%d,\"preview\":%s}"
                        .formatted(value.getBytes(UTF_8).length, JsonText.quote(head));
    }

    /** A text. */
    @Nullable String text(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String head = head(value);
        return head.length() == value.length() ? value : head + ELLIPSIS;
    }

    /** What there is room for of a value; no character is cut in two. */
    private String head(String value) {
        int room = Math.min(limit, left);
        int bytes = 0;
        int end = 0;
        while (end < value.length()) {
            int character = value.codePointAt(end);
            bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            if (bytes > room) {
                isCut = true;
                left -= room;
                return value.substring(0, end);
            }
            end += Character.charCount(character);
        }
        left -= bytes;
        return value;
    }

    /** Short lists as they are, long ones not at all: half a list would be read for a whole one. */
    private @Nullable String notices(@Nullable String notices) {
        boolean fits = notices == null || notices.length() <= limit;
        isCut |= !fits;
        return fits ? notices : null;
    }

    /** The beginning of a message that is told in passing. */
    public static @Nullable String brief(@Nullable String value) {
        return value == null ? null : new Excerpts(BRIEF).text(value);
    }

    Execution of(Execution it) {
        return new Execution(
                it.summary(),
                json(it.input()),
                json(it.output()),
                json(it.metadata()),
                json(it.triggerData()),
                text(it.errorStack()),
                notices(it.notices()),
                it.payloadWithheld());
    }

    Step of(Step step) {
        Step.Payloads it = step.payloads();
        return it == null
                ? step
                : step.with(
                        new Step.Payloads(
                                json(it.input()),
                                json(it.output()),
                                json(it.metadata()),
                                text(it.errorStack()),
                                notices(it.notices()),
                                it.withheld()));
    }

    LogLine of(LogLine it) {
        return new LogLine(
                it.sequence(),
                it.timestamp(),
                it.level(),
                it.type(),
                it.stepKey(),
                it.attempt(),
                it.stream(),
                text(it.message()),
                json(it.data()),
                notices(it.notices()));
    }
}
