package dev.hindsight.merge;

import dev.hindsight.field.Field;
import dev.hindsight.field.Fields;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A statement in the shapes that batches need: about the fields that their reports set, and no others.
 *
 * <p>A record has dozens of fields, of which an engine sets a few. What a statement costs to bind and
 * to set up grows with the fields it is about, and is most of what a small batch costs. Engines repeat
 * themselves, so that there are few shapes; since each is prepared by every connection, those that
 * come when there are {@value #MOST} share the one of all fields.
 *
 * @param <F> the record's fields
 */
public final class Shapes<F extends Field> {

    /** Shapes of their own. */
    private static final int MOST = 64;

    /**
     * A statement.
     *
     * @param fields that it is about, in the order of their bits, which is that of its last parameters
     */
    public record Shape<F extends Field>(List<F> fields, String sql) {}

    private final List<F> all;
    private final long named;
    private final Function<List<F>, String> statement;
    private final Shape<F> whole;
    private final Map<Long, Shape<F>> shapes = new ConcurrentHashMap<>();

    /**
     * The shapes of a statement.
     *
     * @param all fields of the record, in the order of their bits
     * @param named those that it is always about
     * @param statement writes it for some fields
     */
    public Shapes(List<F> all, Collection<F> named, Function<List<F>, String> statement) {
        this.all = List.copyOf(all);
        this.named = named.stream().mapToLong(Field::bit).sum();
        this.statement = statement;
        this.whole = new Shape<>(this.all, statement.apply(this.all));
    }

    /** The shape for reports that together set or clear these fields, by their bits. */
    public Shape<F> of(long fields) {
        long wanted = fields | named;
        Shape<F> known = shapes.get(wanted);
        if (known != null) {
            return known;
        }
        return shapes.size() < MOST ? shapes.computeIfAbsent(wanted, this::about) : whole;
    }

    /** The shape for these reports. */
    public Shape<F> of(Stream<? extends Fields<?>> reports) {
        return of(reports.mapToLong(Fields::mask).reduce(0, (all, one) -> all | one));
    }

    private Shape<F> about(long wanted) {
        List<F> fields = all.stream().filter(field -> (wanted & field.bit()) != 0).toList();
        return new Shape<>(fields, statement.apply(fields));
    }
}
