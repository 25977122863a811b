package dev.hindsight.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help.Ansi.Style;

/** Rows under each other, no wider than the terminal where that can be. */
final class Table {

    /** A column is cut down to this many columns of the terminal, and not further. */
    private static final int LEAST = 8;

    private static final String GAP = "  ";

    private final List<String> names;
    private final List<Integer> whole;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @param names of its columns
     * @param whole which columns are never cut, by their index
     */
    Table(List<String> names, List<Integer> whole) {
        this.names = names;
        this.whole = whole;
    }

    void add(String... plain) {
        rows.add(List.of(plain));
    }

    /**
     * Prints all rows; a cell that is a status looks like one.
     *
     * @return whether whoever reads is still there
     */
    boolean print(Screen screen, boolean withNames) {
        int[] widths = widths(screen.width());
        if (withNames) {
            screen.line(line(names, widths, screen, Style.bold));
        }
        boolean isOpen = true;
        for (List<String> row : rows) {
            isOpen = isOpen && screen.line(line(row, widths, screen, Style.reset));
        }
        return isOpen;
    }

    private int[] widths(int screen) {
        int[] widths = names.stream().mapToInt(Plain::width).toArray();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Plain.width(row.get(i)));
            }
        }
        int over = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1) - screen;
        for (int widest = widest(widths); over > 0 && widest >= 0; widest = widest(widths)) {
            widths[widest]--;
            over--;
        }
        return widths;
    }

    private int widest(int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            if (!whole.contains(i)
                    && widths[i] > LEAST
                    && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    private static String line(List<String> cells, int[] widths, Screen screen, Style style) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String padded =
                    i == widths.length - 1
                            ? Plain.cut(cell, widths[i])
                            : Plain.pad(cell, widths[i]);
            line.append(i == 0 ? "" : GAP)
                    .append(
                            screen.styled(
                                    padded, style == Style.reset ? Words.style(cell) : style));
        }
        return line.toString().stripTrailing();
    }
}
