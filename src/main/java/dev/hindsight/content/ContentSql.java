package dev.hindsight.content;

import dev.hindsight.db.Args;
import java.util.ArrayList;
import java.util.List;

/**
 * Conditions on texts and payloads, and the expressions that their indexes are built of.
 *
 * <p>Both sides must be the same to the letter: PostgreSQL knows an index by its expression.
 */
public final class ContentSql {

    /** What is looked for must be of the form that {@code jsonb} takes. $1 the value. */
    static final String READ_VALUE = "SELECT $1::text::jsonb IS NULL";

    /**
     * The same of a path; and that it is a predicate, which shows on a value for which a path that is
     * none finds nothing. $1 the path.
     */
    static final String READ_PATH =
            "SELECT jsonb_path_match('null'::jsonb, $1::text::jsonpath, '{}', false)";

    /** %s a text. Words, which PostgreSQL separates by blanks alone once there is nothing else. */
    private static final String WORDS_OF =
            """
            to_tsvector('simple', translate(%s,
              '!"#$%%&''()*+,-./:;<=>?@[\\]^_`{|}~', '                                '))\
            """;

    /** %1$s alias and a dot, or nothing. */
    private static final String TEXT_OF_EXECUTION =
            """
            coalesce(%1$serror_message, '') || ' ' || coalesce(%1$sworkflow_name, '')
              || ' ' || coalesce(%1$snote, '')\
            """;

    /**
     * An engine may say all it has to say as data. Of much of it the beginning will do: no more than a
     * megabyte can be taken apart at all. %1$s alias and a dot, or nothing.
     */
    private static final String TEXT_OF_LINE =
            "coalesce(%1$smessage, '') || ' ' || coalesce(left(%1$sdata::text, 2000), '')";

    /** %s a text and the words that it must have. */
    private static final String HAS = "%s @@ to_tsquery('simple', %s)";

    /**
     * In a sub-select of one row, so that PostgreSQL goes on through executions in the wanted order and
     * looks at the payload of each. %1$s column, %2$s test, %3$s days.
     */
    private static final String HOLDS =
            """
            (SELECT p.%1$s %2$s
               FROM execution_payload p
               WHERE p.namespace_id = $1 AND p.execution_id = e.id AND %3$s)\
            """;

    private ContentSql() {}

    /** The words of an execution, as its table names the columns. */
    public static String wordsOfExecution() {
        return WORDS_OF.formatted(TEXT_OF_EXECUTION.formatted(""));
    }

    /** The words of a log line, as its table names the columns. */
    public static String wordsOfLine() {
        return WORDS_OF.formatted(TEXT_OF_LINE.formatted(""));
    }

    /** Conditions on {@code e}, an execution: the first ones cost little and leave few. */
    static List<String> ofExecution(Args args, Words words) {
        List<String> conditions = new ArrayList<>();
        for (String word : words.literal()) {
            String pattern = args.bind(Args.containing(word));
            conditions.add(
                    "(e.error_message ILIKE %1$s OR e.workflow_name ILIKE %1$s OR e.note ILIKE %1$s)"
                            .formatted(pattern));
        }
        conditions.add(
                HAS.formatted(
                        WORDS_OF.formatted(TEXT_OF_EXECUTION.formatted("e.")),
                        args.bind(words.tsquery())));
        return conditions;
    }

    /**
     * Conditions on {@code l}, a log line.
     *
     * @param isIndexed whether an index finds the words; else every line is looked at, and what costs
     *     little leaves few of them
     */
    public static List<String> ofLine(Args args, Words words, boolean isIndexed) {
        List<String> conditions = new ArrayList<>();
        if (!isIndexed) {
            for (String word : words.literal()) {
                conditions.add(
                        "(l.message ILIKE %1$s OR l.data::text ILIKE %1$s)"
                                .formatted(args.bind(Args.containing(word))));
            }
        }
        conditions.add(
                HAS.formatted(
                        WORDS_OF.formatted(TEXT_OF_LINE.formatted("l.")),
                        args.bind(words.tsquery())));
        return conditions;
    }

    static String ofPayload(Args args, PayloadCondition test, String days) {
        String argument = args.bind(test.argument());
        String holds =
                switch (test.kind()) {
                    case CONTAINS -> "@> " + argument + "::text::jsonb";
                    case PATH -> "@@ " + argument + "::text::jsonpath";
                };
        return HOLDS.formatted(test.part().column(), holds, days);
    }
}
