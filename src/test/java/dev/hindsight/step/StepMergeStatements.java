package dev.hindsight.step;

import java.util.List;

/** Samples of the statements that are written for the fields of a batch: for all, and for the fewest. */
public final class StepMergeStatements {

    private static final List<StepField> ALL = List.of(StepField.values());
    private static final List<StepField> FEWEST = List.copyOf(StepMergeSql.NAMED);

    private StepMergeStatements() {}

    /** Those that begin steps. */
    public static List<String> creations() {
        return List.of(StepMergeSql.create(ALL), StepMergeSql.create(FEWEST));
    }

    /** Those that merge reports into steps. */
    public static List<String> merges() {
        return List.of(StepMergeSql.merge(ALL), StepMergeSql.merge(FEWEST));
    }
}
