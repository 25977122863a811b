package dev.hindsight.edge;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of other sites from writing here through the browser of somebody who may. Browsers say
 * whose page a write comes from, and send some kinds of bodies without asking first; JSON is none of
 * them, unless nobody says that it is JSON.
 */
public final class CrossSite {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** Fails if a request that is to change something comes from a page of another host. */
    static void checkOrigin(RoutingContext request) {
        if (READING.contains(request.request().method().name())) {
            return;
        }
        for (String origin : request.request().headers().getAll("Origin")) {
            if (!isOf(request.request().authority(), origin)) {
                throw new ProblemException(
                        ProblemType.FORBIDDEN,
                        "A page of another site may not change anything here: the header Origin is"
                                + " not of this host.");
            }
        }
    }

    /**
     * Whether an origin is on a host. The scheme is not compared: whoever ends TLS before the service
     * leaves it at http.
     */
    public static boolean isOf(@Nullable HostAndPort own, String origin) {
        try {
            URI from = new URI(origin);
            boolean secure = "https".equalsIgnoreCase(from.getScheme());
            int usual = secure ? 443 : 80;
            return own != null
                    && from.getHost() != null
                    && (secure || "http".equalsIgnoreCase(from.getScheme()))
                    && from.getHost().equalsIgnoreCase(own.host())
                    && port(from.getPort(), usual) == port(own.port(), usual);
        } catch (URISyntaxException noOrigin) {
            return false;
        }
    }

    private static int port(int named, int usual) {
        return named < 0 ? usual : named;
    }

    /** Fails if a body does not say what it is where JSON is taken. */
    @ServerRequestFilter
    void checkType(ResourceInfo resource, HttpHeaders headers) {
        Consumes takes = resource.getResourceMethod().getAnnotation(Consumes.class);
        if (takes != null && List.of(takes.value()).contains(MediaType.APPLICATION_JSON)) {
            checkTyped(headers);
        }
    }

    private static void checkTyped(HttpHeaders headers) {
        String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        boolean isThere =
                length == null
                        ? headers.getHeaderString("Transfer-Encoding") != null
                        : !length.equals("0");
        if (isThere && headers.getHeaderString(HttpHeaders.CONTENT_TYPE) == null) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "The body must be announced by the header Content-Type, such as"
                            + " application/json.");
        }
    }
}
