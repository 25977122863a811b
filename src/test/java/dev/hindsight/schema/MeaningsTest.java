package dev.hindsight.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.execution.ExecutionField;
import dev.hindsight.field.Field;
import dev.hindsight.log.LogField;
import dev.hindsight.step.StepField;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document says of every field of a record what it means. */
class MeaningsTest {

    static Stream<Field> fields() {
        return Stream.<Field[]>of(ExecutionField.values(), StepField.values(), LogField.values())
                .flatMap(Arrays::stream);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void fields_areExplained(Field field) {
        assertThat(Meanings.of(field)).endsWith(".").hasSizeLessThan(200);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void groups_areExplained(Field field) {
        String[] path = field.pointer().substring(1).split("/", -1);

        assertThat(Meanings.of(path[0]) != null).isEqualTo(path.length > 1);
    }
}
