package dev.hindsight.retention;

import dev.hindsight.policy.RetentionPolicy;
import java.util.List;
import java.util.Set;

/**
 * Namespaces in which the same policies decide, so that one look at a day judges the rows of them all.
 *
 * @param namespaceIds theirs
 * @param policies in the order of decision; a row is told by the place of its policy, from 1
 */
public record PolicySet(List<Integer> namespaceIds, List<RetentionPolicy> policies) {

    public PolicySet {
        namespaceIds = List.copyOf(namespaceIds);
        policies = List.copyOf(policies);
    }

    /** Of these namespaces alone. */
    PolicySet of(Set<Integer> ids) {
        return new PolicySet(namespaceIds.stream().filter(ids::contains).toList(), policies);
    }

    /** The policy at a place, from 1. */
    public RetentionPolicy policy(int place) {
        return policies.get(place - 1);
    }
}
