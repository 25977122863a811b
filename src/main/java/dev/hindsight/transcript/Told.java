package dev.hindsight.transcript;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An execution as it is told, without its steps and lines.
 *
 * @param execution the record as a JSON object in UTF-8
 * @param graph its graph as JSON text in UTF-8; {@code null} if it has none
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes on their way, never compared.
public record Told(UUID id, byte[] execution, byte @Nullable [] graph) {

    /**
     * A page of its steps or lines.
     *
     * @param records each as a JSON object in UTF-8
     * @param after where the next page begins
     * @param isLast whether there is none
     */
    record Page<A>(List<byte[]> records, A after, boolean isLast) {}
}
