package dev.hindsight.log;

import dev.hindsight.field.Field;
import dev.hindsight.field.FieldType;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Numbers;
import dev.hindsight.outcome.StatusWords;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of a log line. */
public enum LogField implements Field {
    SEQUENCE("/sequence", "sequence", Numbers.bigint(0, LogField.MAX_SEQUENCE)),
    TIMESTAMP("/timestamp", "logged_at", FieldTypes.MOMENT),
    LEVEL(
            "/level",
            "level",
            word(LogLevel.WORDS, text -> LogLevel.ofWord(text).map(LogLevel::code).orElse(null))),
    TYPE("/type", "type", FieldTypes.text(255)),
    STEP_KEY("/stepKey", "step_key", FieldTypes.text(255)),
    ATTEMPT("/attempt", "attempt", Numbers.integer(1, Integer.MAX_VALUE)),
    STREAM(
            "/stream",
            "stream",
            word(
                    "stdout, stderr",
                    text ->
                            switch (StatusWords.bare(text)) {
                                case "stdout" -> (short) 1;
                                case "stderr" -> (short) 2;
                                default -> null;
                            })),
    MESSAGE("/message", "message", FieldTypes.message(FieldTypes.MESSAGE_BYTES)),
    DATA("/data", "data", FieldTypes.PAYLOAD);

    /** The largest sequence that a line can have, whether it is sent or assigned. */
    static final long MAX_SEQUENCE = Long.MAX_VALUE / 2;

    private final String pointer;
    private final String column;
    private final FieldType type;

    LogField(String pointer, String column, FieldType type) {
        this.pointer = pointer;
        this.column = column;
        this.type = type;
    }

    @Override
    public String pointer() {
        return pointer;
    }

    @Override
    public String column() {
        return column;
    }

    @Override
    public FieldType type() {
        return type;
    }

    private static FieldType word(String allowed, Function<String, @Nullable Short> code) {
        return FieldTypes.word("smallint", Short[]::new, allowed, code);
    }
}
