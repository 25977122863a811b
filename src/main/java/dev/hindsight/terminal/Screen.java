package dev.hindsight.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command's answer goes. */
final class Screen {

    /** What is not a terminal has no edge. */
    private static final int UNBOUNDED = 1_000_000;

    /** ASCII alone: no terminal reads anything into it, and no character set spoils it. */
    private static final JsonMapper LINES =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final JsonMapper BLOCKS = JsonMapper.builder().build();

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean isColored;
    private final int width;

    /** That of a command. */
    Screen(CommandSpec command) {
        this.out = command.commandLine().getOut();
        this.err = command.commandLine().getErr();
        String refused = System.getenv("NO_COLOR");
        this.isColored =
                command.commandLine().getColorScheme().ansi().enabled()
                        && (refused == null || refused.isEmpty());
        this.width =
                CommandSpec.create()
                        .usageMessage(command.usageMessage())
                        .usageMessage()
                        .width(UNBOUNDED)
                        .autoWidth(true)
                        .width();
    }

    /** Columns of the terminal. */
    int width() {
        return width;
    }

    /** Text that looks like this where there are colours. */
    String styled(String plain, Style style) {
        boolean isPlain = style == Style.reset || plain.isEmpty() || !isColored;
        return isPlain ? plain : style.on() + plain + Style.reset.on();
    }

    /**
     * Prints a line.
     *
     * @return whether whoever reads is still there
     */
    boolean line(String plain) {
        out.println(plain);
        return !out.checkError();
    }

    /** Prints a JSON value on a line. */
    boolean json(JsonNode value) {
        return line(write(LINES, value));
    }

    /** Prints a JSON value on as many lines as it takes, each behind this. */
    void block(String indent, JsonNode value) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        try {
            BLOCKS.writer(printer)
                    .writeValueAsString(value)
                    .lines()
                    .forEach(it -> line(indent + Plain.of(it)));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A JSON value on one line. */
    static String compact(JsonNode value) {
        return Plain.of(write(BLOCKS, value));
    }

    private static String write(JsonMapper mapper, JsonNode value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Prints a log line: what follows the first line of its message is indented. */
    boolean log(JsonNode line) {
        List<String> message = line.path("message").asText().lines().toList();
        String level = Words.text(line, "level");
        String step = Words.text(line, "stepKey");
        boolean isOpen =
                line(
                        Words.moment(line, "timestamp")
                                + "  "
                                + styled(Plain.pad(level, 5), Words.style(level))
                                + (step.isEmpty() ? "" : "  [" + step + "]")
                                + (message.isEmpty() ? "" : "  " + Plain.of(message.get(0))));
        message.stream().skip(1).forEach(it -> line("    " + Plain.of(it)));
        return isOpen;
    }

    /** Says something that is no answer. */
    void note(String plain) {
        err.println("hindsight: " + plain);
        err.flush();
    }
}
