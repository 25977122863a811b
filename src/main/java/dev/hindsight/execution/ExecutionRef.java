package dev.hindsight.execution;

import dev.hindsight.edge.EntityTag;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Uuids;
import dev.hindsight.payload.CleanText;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a path, or a line of bulk reports, names an execution: by its id, or by the engine's own.
 * Exactly one is there.
 *
 * @param id its id
 * @param externalId the engine's own id
 * @param ifVersion the version that it must have to be written, as {@link EntityTag#ifMatch} tells
 */
public record ExecutionRef(
        @Nullable UUID id, @Nullable String externalId, @Nullable Integer ifVersion) {

    private static final String EXTERNAL = "ext:";

    /** Characters of the longest name. */
    public static final int MAX_LENGTH = EXTERNAL.length() + FieldTypes.MAX_ID;

    /** One of which no version is demanded. */
    public ExecutionRef(@Nullable UUID id, @Nullable String externalId) {
        this(id, externalId, null);
    }

    /**
     * As the other, with the version that a header {@code If-Match} demands.
     *
     * @throws ProblemException also {@code invalid-request} if that is none
     */
    public static ExecutionRef parse(String segment, @Nullable String ifMatch) {
        ExecutionRef ref = parse(segment);
        return new ExecutionRef(ref.id, ref.externalId, EntityTag.ifMatch(ifMatch));
    }

    /**
     * The execution that a text names: a decoded segment of a path, for one.
     *
     * @throws ProblemException {@code not-found} for anything that cannot name one
     */
    public static ExecutionRef parse(String segment) {
        if (segment.startsWith(EXTERNAL)) {
            String externalId = segment.substring(EXTERNAL.length());
            if (!externalId.isEmpty()
                    && CleanText.idFault(externalId, FieldTypes.MAX_ID).isEmpty()) {
                return new ExecutionRef(null, externalId);
            }
        } else {
            UUID id = Uuids.parse(segment);
            if (id != null) {
                return new ExecutionRef(id, null);
            }
        }
        throw new ProblemException(ProblemType.NOT_FOUND, "There is no such execution.");
    }
}
