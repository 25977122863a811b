package dev.hindsight.terminal;

/** Text of others, made fit for a terminal: without control characters, and no wider than it may be. */
final class Plain {

    private static final char REPLACED = '\ufffd';

    private Plain() {}

    /**
     * One line that a terminal only shows. Control characters of ASCII become their pictures, all others,
     * halves of pairs and what turns the direction of text become U+FFFD; a tab becomes a space.
     */
    static String of(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(it -> plain.appendCodePoint(shown(it)));
        return plain.toString();
    }

    private static int shown(int character) {
        if (character == '\t') {
            return ' ';
        }
        if (character < 0x20) {
            return 0x2400 + character;
        }
        if (character == 0x7f) {
            return 0x2421;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    REPLACED;
            case Character.FORMAT -> turns(character) ? REPLACED : character;
            default -> character;
        };
    }

    private static boolean turns(int character) {
        return character == 0x61c
                || character == 0x200e
                || character == 0x200f
                || (character >= 0x202a && character <= 0x202e)
                || (character >= 0x2066 && character <= 0x2069);
    }

    /** How many columns a text takes. */
    static int width(String text) {
        return text.codePoints().map(Plain::width).sum();
    }

    /** The text, or as much of it as fits, and an ellipsis. */
    static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        int width = 0;
        int end = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            width += width(character);
            if (width > columns - 1) {
                break;
            }
            end += Character.charCount(character);
        }
        return text.substring(0, end) + "…";
    }

    /** The text, cut or followed by spaces so that it takes so many columns. */
    static String pad(String text, int columns) {
        String cut = cut(text, columns);
        return cut + " ".repeat(columns - width(cut));
    }

    private static int width(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(character) ? 2 : 1;
        };
    }

    /** East Asian Wide and Fullwidth, emoji among them, by their blocks. */
    private static boolean isWide(int character) {
        return (character >= 0x1100 && character <= 0x115f)
                || (character >= 0x2e80 && character <= 0xa4cf && character != 0x303f)
                || (character >= 0xa960 && character <= 0xa97c)
                || (character >= 0xac00 && character <= 0xd7a3)
                || (character >= 0xf900 && character <= 0xfaff)
                || (character >= 0xfe30 && character <= 0xfe6f)
                || (character >= 0xff00 && character <= 0xff60)
                || (character >= 0xffe0 && character <= 0xffe6)
                || (character >= 0x1f300 && character <= 0x1f64f)
                || (character >= 0x1f680 && character <= 0x1f6ff)
                || (character >= 0x1f900 && character <= 0x1faff)
                || (character >= 0x20000 && character <= 0x3fffd);
    }
}
