package dev.hindsight.subscription;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import java.util.Map;
import org.jboss.logging.Logger;

/** What a watcher is told of a failure. */
public final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private Problems() {}

    /** The problem that a failure is; one that nobody foresaw is told to the log. */
    public static ProblemException of(Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        LOG.error("A subscription ended", failure);
        return ProblemException.causedBy(
                failure,
                ProblemType.INTERNAL,
                "The service failed to read it. Its log tells why.",
                Map.of());
    }
}
