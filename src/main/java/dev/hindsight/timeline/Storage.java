package dev.hindsight.timeline;

import dev.hindsight.execution.Stored;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What an execution takes, all in all.
 *
 * @param items by kind of record
 * @param rows of all kinds
 * @param bytes of all kinds
 */
@RegisterForReflection
record Storage(List<Stored> items, long rows, long bytes) {

    static Storage of(List<Stored> items) {
        return new Storage(
                List.copyOf(items),
                items.stream().mapToLong(Stored::rows).sum(),
                items.stream().mapToLong(Stored::bytes).sum());
    }
}
