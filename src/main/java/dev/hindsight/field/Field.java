package dev.hindsight.field;

/**
 * A field that reports may set. Implemented by enums; the ordinal is the field's bit in the stamps
 * of the record, so that constants are never reordered, only appended.
 */
public interface Field {

    /** Where it stands in the JSON of its record: an RFC 6901 pointer one or two segments long. */
    String pointer();

    /** Its column. */
    String column();

    /** How it is read and bound. */
    FieldType type();

    /** Its position among the fields of its record, from 0. */
    int ordinal();

    /** Whether it lives in the record's payload table instead of the narrow one. */
    default boolean payload() {
        return false;
    }

    /** Whether a merge patch may clear it with {@code null}. */
    default boolean clearable() {
        return true;
    }

    /** Its bit in the stamps. */
    default long bit() {
        return 1L << ordinal();
    }
}
