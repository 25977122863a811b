package dev.hindsight.step;

import java.util.List;

/**
 * What a list of steps can be narrowed by; an empty list of values does not narrow.
 *
 * @param statuses any of these
 * @param nodeIds any of these
 * @param latestOnly whether of each key only the newest attempt is wanted
 */
public record StepFilter(List<StepStatus> statuses, List<String> nodeIds, boolean latestOnly) {

    /** All attempts of all steps. */
    public static final StepFilter ALL = new StepFilter(List.of(), List.of(), false);

    public StepFilter {
        statuses = List.copyOf(statuses);
        nodeIds = List.copyOf(nodeIds);
    }
}
