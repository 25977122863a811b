package dev.hindsight.stream;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Writes answers piece by piece. The framework's own way, a {@code Multi} as the answer, cannot
 * announce a length.
 */
@Provider
public final class StreamedWriter implements ServerMessageBodyWriter<Streamed> {

    private static final Logger LOG = Logger.getLogger(StreamedWriter.class);

    @Override
    public boolean isWriteable(
            Class<?> type,
            Type genericType,
            ResteasyReactiveResourceInfo target,
            MediaType mediaType) {
        return Streamed.class.equals(type);
    }

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return Streamed.class.equals(type);
    }

    @Override
    public void writeResponse(Streamed answer, Type genericType, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        ServerHttpResponse response = context.serverResponse();
        if (answer.bytes() == Streamed.UNKNOWN) {
            response.setChunked(true);
        } else {
            response.setResponseHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(answer.bytes()));
        }
        request.suspend();
        answer.pieces()
                .onItem()
                .transformToUniAndConcatenate(
                        piece -> Uni.createFrom().completionStage(() -> response.write(piece)))
                .onItem()
                .ignoreAsUni()
                .subscribe()
                .with(
                        done -> {
                            response.end();
                            request.resume();
                        },
                        failure -> breakOff(request, failure));
    }

    /** The framework asks for it; it never comes to this on a server that does not block. */
    @Override
    public void writeTo(
            Streamed answer,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream target) {
        throw new UnsupportedOperationException("It is written without an output stream");
    }

    private static void breakOff(ResteasyReactiveRequestContext request, Throwable failure) {
        ServerHttpResponse response = request.serverResponse();
        if (!response.headWritten()) {
            response.removeResponseHeader(HttpHeaders.CONTENT_LENGTH);
            request.resume(failure);
            return;
        }
        if (!response.closed()) {
            LOG.warnf("An answer broke off: path=%s cause=%s", request.getPath(), failure);
        }
        request.serverRequest().closeConnection();
        request.resume();
    }
}
