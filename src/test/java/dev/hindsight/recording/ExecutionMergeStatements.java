package dev.hindsight.recording;

import dev.hindsight.execution.ExecutionField;
import java.util.List;

/** Samples of the statements that are written for the fields of a batch: for all, and for the fewest. */
public final class ExecutionMergeStatements {

    private static final List<ExecutionField> FEWEST = List.copyOf(ExecutionMergeSql.NAMED);

    private ExecutionMergeStatements() {}

    /** Those that begin executions. */
    public static List<String> creations() {
        return List.of(
                ExecutionCreateSql.create(ExecutionMergeSql.ALL),
                ExecutionCreateSql.create(FEWEST));
    }

    /** Those that merge reports into executions. */
    public static List<String> merges() {
        return List.of(
                ExecutionMergeSql.merge(ExecutionMergeSql.ALL), ExecutionMergeSql.merge(FEWEST));
    }
}
