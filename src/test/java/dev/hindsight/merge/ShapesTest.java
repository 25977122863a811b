package dev.hindsight.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.field.Field;
import dev.hindsight.field.FieldType;
import dev.hindsight.field.FieldTypes;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Statements that are about no more fields than a batch sets. */
class ShapesTest {

    private record Numbered(int ordinal) implements Field {

        @Override
        public String pointer() {
            return "/" + column();
        }

        @Override
        public String column() {
            return "f" + ordinal;
        }

        @Override
        public FieldType type() {
            return FieldTypes.text(1);
        }
    }

    private static final List<Numbered> ALL =
            IntStream.range(0, 20).mapToObj(Numbered::new).toList();

    private final Shapes<Numbered> shapes =
            new Shapes<>(
                    ALL,
                    List.of(ALL.get(3), ALL.get(0)),
                    fields -> fields.stream().map(Field::column).collect(Collectors.joining(",")));

    @Test
    void aShape_isAboutWhatIsSaid_andWhatTheStatementNames_inTheOrderOfTheBits() {
        Shapes.Shape<Numbered> shape = shapes.of(ALL.get(7).bit() | ALL.get(1).bit());

        assertThat(shape.sql()).isEqualTo("f0,f1,f3,f7");
        assertThat(shape.fields()).extracting(Numbered::ordinal).containsExactly(0, 1, 3, 7);
    }

    @Test
    void theSameFields_haveTheSameShape() {
        assertThat(shapes.of(ALL.get(7).bit()))
                .isSameAs(shapes.of(ALL.get(7).bit() | ALL.get(0).bit()));
    }

    @Test
    void thoseBeyondTheMost_shareTheShapeOfAllFields() {
        IntStream.range(0, 64).forEach(i -> shapes.of((long) i << 4));

        assertThat(shapes.of(1L << 15).fields()).isEqualTo(ALL);
        assertThat(shapes.of(1L << 4).sql()).isEqualTo("f0,f3,f4");
    }
}
