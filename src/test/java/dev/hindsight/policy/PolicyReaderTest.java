package dev.hindsight.policy;

import static dev.hindsight.fixture.Api.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.payload.PayloadLimits;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.Violation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies out of bodies: whole, and called what they are to be called. */
class PolicyReaderTest {

    private static final PayloadReader PAYLOADS = new PayloadReader(PayloadLimits.DEFAULT);

    private static RetentionPolicy unsaved(String body) throws IOException {
        return PolicyReader.read(json(body), null, PAYLOADS);
    }

    @Test
    void unsavedPolicy_isCalledAsItSays() throws IOException {
        assertThat(unsaved("{}").name()).isEqualTo(PolicyReader.UNSAVED);
        assertThat(unsaved("{'name': null}").name()).isEqualTo(PolicyReader.UNSAVED);
        assertThat(unsaved("{'name': 'mine'}").name()).isEqualTo("mine");
        assertThat(PolicyReader.read(json("{'name': 'a'}"), "a", PAYLOADS).name()).isEqualTo("a");
        assertThat(PolicyReader.read(json("{}"), "a", PAYLOADS).name()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {"{'name': ''}", "{'name': 'a\\u0007'}", "{'name': '\\uD800'}", "{'name': 1}"})
    void nameThatIsNone_isRefused(String body) {
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> unsaved(body));

        assertThat(refused.violations()).extracting(Violation::pointer).containsExactly("/name");
    }

    @Test
    void selection_meansTheSameInEveryForm() throws IOException {
        Selection some =
                unsaved("{'workflowId': ['w'], 'status': ['error'], 'label': {'a': 'b:c'}}")
                        .selection();
        Selection one =
                unsaved("{'workflowId': 'w', 'status': 'FAILED', 'label': 'a:b:c'}").selection();

        for (Selection it : List.of(some, one, unsaved("{'label': ['a:b:c']}").selection())) {
            assertThat(it.labels()).isEqualTo(Map.of("a", "b:c"));
        }
        for (Selection it : List.of(some, one)) {
            assertThat(it.workflowIds()).containsExactly("w");
            assertThat(it.statuses()).containsExactly(ExecutionStatus.FAILED);
            assertThat(SelectionReader.stored(it.json(), PAYLOADS)).isEqualTo(it);
        }
        assertThat(unsaved("{}").selection()).isEqualTo(Selection.ALL);
    }

    @Test
    void policyThatSaysNothing_keepsEverything() throws IOException {
        assertThat(PolicyReader.read(json("{}"), "default", PAYLOADS))
                .isEqualTo(
                        new RetentionPolicy(
                                "default",
                                1_000,
                                Selection.ALL,
                                null,
                                null,
                                null,
                                null,
                                CountPer.WORKFLOW,
                                null,
                                false,
                                null,
                                true));
        assertThat(PolicyReader.read(json("{'maxAge': 'P30D'}"), "default", PAYLOADS))
                .isEqualTo(RetentionPolicy.DEFAULT);
    }
}
