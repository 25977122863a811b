package dev.hindsight.wfformat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hindsight.payload.CleanText;
import dev.hindsight.payload.Notice;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What belongs together under one name. WfFormat names every run and, with most engines, every task
 * apart; statistics need the workflow and the node that the names have in common.
 */
final class WfFormatNames {

    /** The type of a node whose command is a script and not the name of a program. */
    static final String SCRIPT = "script";

    private static final int MAX = 255;

    /** When it ran, at the end of a name: {@code -20200401T054035Z-0} or {@code -1683197671}. */
    private static final Pattern RUN_STAMP =
            Pattern.compile(
                    "[-_.](?:\\d{8}[T_-]?\\d{6}(?:Z|[+-]\\d{4})?|1\\d{9}(?:\\d{3})?)(?:[-_]\\d{1,6})?$");

    private static final Pattern FILE_TYPE = Pattern.compile("\\.json$");

    /** The sample that a Nextflow process works on. */
    private static final Pattern TAG = Pattern.compile(" \\([^()]*\\)$");

    /** A number that can only be a counter: {@code _ID0000001} or {@code _00000001}. */
    private static final Pattern COUNTER = Pattern.compile("(?:[-_.]?ID\\d+|[-_.]\\d{6,})$");

    /** A number at the end of a name that serves as id. */
    private static final Pattern SUFFIX = Pattern.compile("[-_.]\\d+$");

    private WfFormatNames() {}

    /**
     * The workflow that a file is an instance of: its name without {@code .json} and without the
     * time of the run, at most 255 characters.
     */
    static String workflowId(String name) {
        String bare = without(FILE_TYPE, name);
        return cut(without(RUN_STAMP, bare));
    }

    /**
     * The node that a task is a visit of.
     *
     * <ul>
     *   <li>It is the task's name, without the sample in parentheses that Nextflow appends.
     *   <li>A counter at its end goes: {@code individuals_ID0000001} visits {@code individuals}. A
     *       short number counts as one only where the name is also the id, since a process may well
     *       be called {@code QC_2}.
     *   <li>If a counter was there and the rest begins with the program that ran, the program is
     *       the node: {@code map_HEP2_s_1_ID0000039} visits {@code map}.
     * </ul>
     *
     * @param program see {@link #program}
     */
    static String node(String id, String name, @Nullable String program) {
        String bare = without(TAG, name);
        String node = without(COUNTER, bare);
        if (node.equals(bare) && name.equals(id)) {
            node = without(SUFFIX, bare);
        }
        boolean counted = !node.equals(bare);
        return counted && program != null && begins(node, program) ? program : node;
    }

    /**
     * What a task's command says of its kind: the program's name without its path, or {@link
     * #SCRIPT} if it is more than one word; {@code null} if it is none.
     */
    static @Nullable String program(String command) {
        String trimmed = command.strip();
        if (trimmed.chars().anyMatch(Character::isWhitespace)) {
            return SCRIPT;
        }
        String file = trimmed.substring(trimmed.lastIndexOf('/') + 1);
        return file.isEmpty() ? null : cut(file);
    }

    /** A text for a column of 255 characters: cleaned and cut, with a notice if it was. */
    static String fit(String text, String pointer, List<Notice> notices) {
        String head = cut(text);
        int bytes =
                head.length() == text.length() ? Integer.MAX_VALUE : head.getBytes(UTF_8).length;
        CleanText clean = CleanText.of(text, bytes, pointer);
        notices.addAll(clean.notices());
        return clean.text();
    }

    private static boolean begins(String node, String program) {
        return !program.equals(SCRIPT)
                && node.startsWith(program)
                && (node.length() == program.length()
                        || "-_.:".indexOf(node.charAt(program.length())) >= 0);
    }

    /** The text without what the pattern finds, unless nothing would be left. */
    private static String without(Pattern pattern, String text) {
        String rest = pattern.matcher(text).replaceFirst("");
        return rest.isEmpty() ? text : rest;
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= MAX
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX));
    }
}
