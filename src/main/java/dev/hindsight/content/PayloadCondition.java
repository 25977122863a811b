package dev.hindsight.content;

/**
 * What a payload of an execution must hold.
 *
 * @param argument a JSON value that the payload must contain, or a predicate of SQL/JSON path that must
 *     be true of it
 */
public record PayloadCondition(Part part, Kind kind, String argument) {

    /** Most characters of an argument: a value that is looked for, not a document. */
    static final int MAX_LENGTH = 8_192;

    /** Which payload. */
    public enum Part {
        INPUT("input"),
        OUTPUT("output"),
        METADATA("metadata");

        private final String column;

        Part(String column) {
            this.column = column;
        }

        String column() {
            return column;
        }
    }

    /** How it is tested. */
    public enum Kind {
        /** {@code jsonb} containment: members and elements that are there, whatever else is. */
        CONTAINS("Contains"),
        /** A predicate; one that cannot be decided of a payload, such as for want of a member, is not true of it. */
        PATH("Path");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    /** The parameter that asks for it, such as {@code inputContains}. */
    public String parameter() {
        return parameter(part, kind);
    }

    static String parameter(Part part, Kind kind) {
        return part.column + kind.suffix;
    }
}
