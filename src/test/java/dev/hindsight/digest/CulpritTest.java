package dev.hindsight.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.step.Step;
import dev.hindsight.step.StepStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of several failing steps was the first. */
class CulpritTest {

    private static Step step(String key, @Nullable String parent, @Nullable String dependsOn) {
        return new Step(
                key,
                1,
                1,
                "n",
                null,
                null,
                null,
                null,
                parent,
                dependsOn,
                StepStatus.FAILED,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static String first(Step... failing) {
        return Culprit.of(List.of(failing)).map(it -> it.step().key()).orElse("none");
    }

    @Test
    void none_isTheFirstOfNone() {
        assertThat(first()).isEqualTo("none");
    }

    @Test
    void first_isTheOneThatEndedFirst() {
        assertThat(first(step("b", null, null), step("a", null, null))).isEqualTo("b");
    }

    @Test
    void first_containsNoOther() {
        assertThat(first(step("root", null, null), step("leaf", "root", null))).isEqualTo("leaf");
    }

    @Test
    void first_dependsOnNoOther() {
        assertThat(
                        first(
                                step("after", null, "[\"be\\\"fore\", \"gone\"]"),
                                step("be\"fore", null, "[\"gone\"]")))
                .isEqualTo("be\"fore");
    }

    @Test
    void circles_areDecidedByTime() {
        assertThat(first(step("a", "a", "[\"a\"]"))).isEqualTo("a");
        assertThat(first(step("a", null, "[\"b\"]"), step("b", null, "[\"a\"]"))).isEqualTo("a");
    }

    @Test
    void followers_areAllOthersInTheirOrder() {
        Culprit culprit =
                Culprit.of(
                                List.of(
                                        step("root", null, null),
                                        step("leaf", "root", null),
                                        step("next", null, "[\"leaf\"]")))
                        .orElseThrow();

        assertThat(culprit.followers()).extracting(Step::key).containsExactly("root", "next");
    }
}
