package dev.hindsight.stream;

import dev.hindsight.edge.BodyLimit;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Function;

/** The body of the current request, for resources whose methods declare none. */
@Singleton
public final class Bodies {

    private final CurrentVertxRequest current;
    private final BodyLimit limit;

    Bodies(CurrentVertxRequest current, BodyLimit limit) {
        this.current = current;
        this.limit = limit;
    }

    /**
     * Reads the body. To be called on the event loop, where the request arrived. What the reading
     * leaves unread, since it failed say, is thrown away, and the connection is closed after the
     * answer: nobody waits for the rest.
     *
     * @param reading what is done with the body; its outcome is that of the answer
     * @throws dev.hindsight.problem.ProblemException {@code unsupported-media-type} if the body is
     *     encoded in any way but gzip
     */
    public <T> Uni<T> read(Function<BodyStream, Uni<T>> reading) {
        BodyStream body = BodyStream.open(current.getCurrent(), limit);
        return Uni.createFrom()
                .deferred(() -> reading.apply(body))
                .onTermination()
                .invoke(body::close);
    }
}
