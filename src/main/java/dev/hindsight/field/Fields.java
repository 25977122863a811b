package dev.hindsight.field;

import dev.hindsight.payload.Notice;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields that one report sets: each with a value, or {@code null} where it clears the field. A
 * field that is not in here is left as it is.
 *
 * @param <F> the record's fields
 */
public final class Fields<F extends Enum<F> & Field> {

    private final Map<F, @Nullable Object> values;
    private final List<Notice> notices;
    private long mask;

    /** Nothing said so far. */
    public Fields(Class<F> type, List<Notice> notices) {
        this.values = new EnumMap<>(type);
        this.notices = notices;
    }

    /** Sets or, with {@code null}, clears a field. */
    public Fields<F> put(F field, @Nullable Object value) {
        values.put(field, value);
        mask |= field.bit();
        return this;
    }

    /** The same and one more. */
    public Fields<F> with(F field, Object value) {
        Fields<F> more = new Fields<>(field.getDeclaringClass(), notices);
        more.values.putAll(values);
        more.mask = mask;
        return more.put(field, value);
    }

    /** Whether the report says anything of a field. */
    public boolean has(F field) {
        return (mask & field.bit()) != 0;
    }

    /** The value of a field; {@code null} where it is cleared or not mentioned. */
    public @Nullable Object get(F field) {
        return values.get(field);
    }

    /** The value of a field as a known type. */
    public <T> @Nullable T get(F field, Class<T> type) {
        return type.cast(values.get(field));
    }

    /** The bits of all fields that the report sets or clears. */
    public long mask() {
        return mask;
    }

    /** What was altered in the values, by the pointer into the record. */
    public List<Notice> notices() {
        return notices;
    }

    /** Whether two reports say the same; what was altered on the way is not compared. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fields<?> that && mask == that.mask && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }
}
