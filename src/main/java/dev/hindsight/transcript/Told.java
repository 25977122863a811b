package dev.hindsight.transcript;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An execution as it is told, without its steps and lines. */
public final class Told {

    private final UUID id;
    private final byte[] execution;
    private final byte @Nullable [] graph;

    private final boolean archived;

    Told(UUID id, byte[] execution, byte @Nullable [] graph, boolean archived) {
        this.id = id;
        this.execution = execution;
        this.graph = graph;
        this.archived = archived;
    }

    public UUID id() {
        return id;
    }

    /** The record as a JSON object in UTF-8, not to be altered. */
    public byte[] execution() {
        return execution;
    }

    /** Its graph as JSON text in UTF-8, not to be altered; {@code null} if it has none. */
    public byte @Nullable [] graph() {
        return graph;
    }

    /** Whether what belongs to it is in a file. */
    boolean archived() {
        return archived;
    }

    /**
     * A page of its steps or lines.
     *
     * @param records each as a JSON object in UTF-8
     * @param after where the next page begins
     * @param isLast whether there is none
     */
    record Page<A>(List<byte[]> records, A after, boolean isLast) {}
}
