package dev.hindsight.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

class PlainTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b]0;owned\u0007",
                "\u001b[2J",
                "\u009b31m",
                "\r\b\u007f",
                "a\u202eb\u2066",
                "\u2028\u0085",
                "\ud800"
            })
    void controls_reachNoTerminal(String attack) {
        assertThat(Plain.of("x" + attack + "\nz").codePoints())
                .hasSize(attack.length() + 3)
                .noneMatch(Character::isISOControl)
                .noneMatch(it -> Character.getType(it) == Character.SURROGATE)
                .noneMatch(it -> it == 0x202e || it == 0x2066 || it == 0x2028);
    }

    @Test
    void ordinaryText_staysAsItIs() {
        String text = "naïve 日本語 🎉 👩‍💻 e\u0301 {\"a\": 1}";

        assertThat(Plain.of(text)).isEqualTo(text);
        assertThat(Plain.of("\u001b[0m")).isEqualTo("␛[0m");
    }

    @ParameterizedTest
    @CsvSource({"abc,3", "日本,4", "e\u0301,1", "🎉,2", "'',0", "ＡＢ,4", "한국,4"})
    void width_isThatOfTheTerminal(String text, int columns) {
        assertThat(Plain.width(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({"abcdef,4,abc…", "abcd,4,abcd", "日本語,4,日…", "日本語,5,日本…", "a🎉b,3,a…", "日本,1,…"})
    void wideCharacters_areNotCutInTwo(String text, int columns, String cut) {
        assertThat(Plain.cut(text, columns)).isEqualTo(cut);
        assertThat(Plain.width(Plain.pad(text, columns))).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 ms",
        "999,999 ms",
        "1000,1.0 s",
        "1199,1.2 s",
        "1149,1.1 s",
        "59949,59.9 s",
        "59950,1 m 00 s",
        "60000,1 m 00 s",
        "3599499,59 m 59 s",
        "3599500,1 h 00 m",
        "86369999,23 h 59 m",
        "86370000,1 d 0 h",
        "90000000,1 d 1 h",
        "91800000,1 d 2 h"
    })
    void durations_areSaidInTwoUnits(long ms, String said) {
        assertThat(Words.duration(ms)).isEqualTo(said);
    }

    /** A message of several lines cannot pass one of them off as a line of its own. */
    @Test
    void logLines_areHarmless() {
        JsonNode line =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("level", "info\u001b[1m")
                        .put("stepKey", "k\u001b")
                        .put(
                                "message",
                                "one\u001b]8;;http://x\u0007\n18:00:00  error  two\u009b2J");

        assertThat(printed(Ansi.OFF, screen -> screen.log(line)).lines())
                .containsExactly(
                        "  info…  [k␛]  one␛]8;;http://x␇", "    18:00:00  error  two\ufffd2J");
    }

    /** Whoever reports steps says what is below what. */
    @Test
    void stepsOfManyLevels_areTold() {
        int levels = 50_000;
        String told =
                printed(
                        Ansi.OFF,
                        screen -> {
                            StepTree tree = new StepTree(screen, false);
                            for (int i = 0; i < levels; i++) {
                                tree.add(
                                        JsonNodeFactory.instance
                                                .objectNode()
                                                .put("key", "k" + i)
                                                .put("nodeId", "k" + i)
                                                .put("parentKey", "k" + (i - 1))
                                                .put("status", "running"));
                            }
                            tree.print();
                        });

        assertThat(told.lines()).hasSize(levels).startsWith("  k0  running", "    k1  running");
        assertThat(told).hasSizeLessThan(levels * 200);
    }

    @Test
    void json_isAscii() {
        JsonNode value = JsonNodeFactory.instance.textNode("é\u001b\u009b\u202e");

        assertThat(printed(Ansi.ON, screen -> screen.json(value)).strip())
                .isEqualToIgnoringCase("\"\\u00e9\\u001b\\u009b\\u202e\"");
    }

    @Test
    void colours_areThereOnlyIfWanted() {
        assertThat(printed(Ansi.ON, screen -> screen.line(screen.styled("x", Style.fg_red))))
                .startsWith("\u001b[31mx\u001b[");
        assertThat(
                        printed(Ansi.OFF, screen -> screen.line(screen.styled("x", Style.fg_red)))
                                .strip())
                .isEqualTo("x");
    }

    private interface Printing {
        void on(Screen screen);
    }

    private static String printed(Ansi ansi, Printing printing) {
        StringWriter out = new StringWriter();
        CommandLine line =
                new CommandLine(new ListCommand())
                        .setOut(new PrintWriter(out))
                        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
        printing.on(new Screen(line.getCommandSpec()));
        return out.toString();
    }
}
