package dev.hindsight.db;

/** Patterns for {@code LIKE}. */
public final class Patterns {

    private Patterns() {}

    /** The pattern of texts that contain this one, which is taken literally. */
    public static String containing(String text) {
        return '%' + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + '%';
    }
}
