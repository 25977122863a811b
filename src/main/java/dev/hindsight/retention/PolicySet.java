package dev.hindsight.retention;

import dev.hindsight.policy.RetentionPolicy;
import java.util.List;

/**
 * Namespaces in which the same policies decide, so that one look at a day judges the rows of them all.
 *
 * @param namespaceIds at least one
 * @param policies in the order of decision; a row is told by the place of its policy, from 1
 */
public record PolicySet(List<Integer> namespaceIds, List<RetentionPolicy> policies) {

    public PolicySet {
        namespaceIds = List.copyOf(namespaceIds);
        policies = List.copyOf(policies);
    }

    /** The policy at a place, from 1. */
    public RetentionPolicy policy(int place) {
        return policies.get(place - 1);
    }
}
