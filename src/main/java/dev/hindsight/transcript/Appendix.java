package dev.hindsight.transcript;

import com.fasterxml.jackson.core.JsonParser;
import dev.hindsight.field.FieldContext;
import dev.hindsight.problem.ProblemException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * What another package keeps of executions, told behind their lines. Whatever bean implements it is
 * part of every transcript from then on.
 */
public interface Appendix {

    /** The member of a line that holds a record of it, such as {@code artifact}. */
    String kind();

    /** All there is of an execution, in one order, in pages of JSON values of at most 7 MiB each. */
    Multi<List<byte[]>> tell(int namespaceId, UUID executionId);

    /**
     * Reads a record that the parser stands on, up to its last token; what is wrong is told to the
     * context.
     */
    Part read(JsonParser parser, FieldContext context) throws IOException;

    /** A record on its way in. */
    @FunctionalInterface
    interface Part {

        /**
         * Stores it, unless it is there, within a transaction of the caller, who has locked the
         * execution. The records of one execution come in the order in which they were told.
         */
        Uni<Void> take(SqlClient client, int namespaceId, UUID executionId, OffsetDateTime now);

        /** Whether it is the beginning of a record, whose rest the next ones are. */
        default boolean isBeginning() {
            return false;
        }

        /**
         * What it and the next one are together.
         *
         * @throws ProblemException {@code invalid-request} if the next one is not what comes next
         */
        default Part with(Part next) {
            throw new IllegalStateException("It is whole");
        }
    }
}
