package dev.hindsight.importer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bodies may have any size. */
class ImportBodiesTest {

    private final ImportBodies bodies = new ImportBodies();

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/executions/import", "/api/v1/executions/import/"})
    void files_mayHaveAnySize(String path) {
        assertThat(bodies.maxBytes(path)).hasValue(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/executions", "/api/v1/executions/import/x"})
    void others_mayNot(String path) {
        assertThat(bodies.maxBytes(path)).isEmpty();
    }
}
