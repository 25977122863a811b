package dev.hindsight.naming;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What one batch recalls of the external ids that it looks for, and what it no longer believes. */
final class Recall {

    private final ExternalIdCache cache;
    private final int namespaceId;
    private final Map<String, UUID> found = new HashMap<>();
    private final Set<String> distrusted = new HashSet<>();

    Recall(ExternalIdCache cache, int namespaceId) {
        this.cache = cache;
        this.namespaceId = namespaceId;
    }

    /** Begins another look: nothing is recalled yet. */
    void begin() {
        found.clear();
    }

    /** Whether an external id is recalled, which spares its look-up. */
    boolean find(String name) {
        UUID id = distrusted.contains(name) ? null : cache.find(namespaceId, name);
        if (id != null) {
            found.put(name, id);
        }
        return id != null;
    }

    /** What this look recalled: external ids, and the executions they led to. */
    Map<String, UUID> found() {
        return found;
    }

    /** Remembers where an external id leads, unless that was removed. */
    void remember(String name, Known known) {
        if (!known.isRemoved()) {
            cache.put(namespaceId, name, known.id());
        }
    }

    /** Asks the database for an external id from now on. */
    void distrust(String name) {
        distrusted.add(name);
    }

    boolean isDistrusted(String name) {
        return distrusted.contains(name);
    }

    /** What was recalled misled. */
    void forget(String name) {
        distrusted.add(name);
        cache.forget(namespaceId, name);
    }
}
