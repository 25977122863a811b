package dev.hindsight.address;

/** Values of settings that are read as they stand. */
final class Literal {

    private Literal() {}

    /**
     * A value although a dollar sign begins an expression: it is doubled, and backslashes before it,
     * which would undo that, are hidden in an expression's default.
     */
    static String of(String value) {
        return value.replace("$", "$$").replaceAll("(\\\\+)\\$", "\\${no.such.property:$1}\\$");
    }
}
