package dev.hindsight.analytics;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * Several statistics of one moment.
 *
 * @param asOf everything is counted that was reported before
 */
@RegisterForReflection
record Listed<T>(String asOf, List<T> items) {

    Listed {
        items = List.copyOf(items);
    }
}
