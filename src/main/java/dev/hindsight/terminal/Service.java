package dev.hindsight.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hindsight.command.CommandFailure;
import dev.hindsight.command.Misuse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A running service, asked over HTTP. */
final class Service {

    /** Numbers keep every digit. */
    static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    /** It could not be asked, or is not ready to answer; it may be later. */
    static final class Away extends CommandFailure {

        private static final long serialVersionUID = 1L;

        Away(String message) {
            super(message);
        }
    }

    /** Where the service wants to know who asks, or does not know him. */
    static final String KEY_NEEDED = "a valid API key is needed: --key, or HINDSIGHT_KEY";

    private static final int MAX_ERRORS = 3;

    private static final Set<Integer> LATER = Set.of(429, 502, 503, 504);

    private static final String API = "/api/v1";
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    /** Redirects are not followed: they would take the key along, wherever they lead. */
    private final HttpClient http;

    private final URI address;
    private final @Nullable String key;
    private final @Nullable String namespace;

    /**
     * A service at an address without a slash at its end.
     *
     * @param key {@code null} for nobody's
     * @param namespace {@code null} for the key's own
     * @param trust which certificates are good; {@code null} for those that are on this machine
     */
    Service(
            URI address,
            @Nullable String key,
            @Nullable String namespace,
            @Nullable SSLContext trust) {
        HttpClient.Builder client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT);
        if (trust != null) {
            client.sslContext(trust);
        }
        this.http = client.build();
        this.address = address;
        this.key = key;
        this.namespace = namespace;
    }

    /** The path of an execution, named by its id or by {@code ext:} and its external one. */
    static String execution(String named) {
        return "/executions/" + segment(named);
    }

    /** A text as one segment of a path. */
    static String segment(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /**
     * What it answers at a path below {@code /api/v1}.
     *
     * @throws Misuse if it refuses the question as one that is wrong
     * @throws CommandFailure if that is another problem, or nothing that the service would answer
     */
    JsonNode get(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + API + path)).timeout(ANSWER);
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (namespace != null) {
            request.header("Hindsight-Namespace", namespace);
        }
        try {
            HttpResponse<InputStream> answer =
                    http.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                return read(answer, body);
            }
        } catch (IOException failure) {
            throw new Away(reason(failure));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted");
        }
    }

    private JsonNode read(HttpResponse<InputStream> answer, InputStream body) throws IOException {
        int status = answer.statusCode();
        boolean isJson = answer.headers().firstValue("Content-Type").orElse("").contains("json");
        JsonNode told = null;
        try {
            told = isJson ? JSON.readTree(body) : null;
        } catch (JsonProcessingException broken) {
            throw new Away("the answer of " + address + " broke off, or is no JSON");
        }
        if (status == 200 && told != null) {
            return told;
        }
        if (status == 401) {
            throw new CommandFailure(KEY_NEEDED);
        }
        if (told != null && told.hasNonNull("detail")) {
            throw LATER.contains(status) ? new Away(detail(told)) : failure(told);
        }
        String other =
                "%s answered %d, and not as Hindsight does: is that its address?"
                        .formatted(address, status);
        throw LATER.contains(status) ? new Away(other) : new CommandFailure(other);
    }

    /** A problem as whoever gave the command hears it: where the question is wrong, as misuse. */
    static RuntimeException failure(JsonNode problem) {
        String detail = detail(problem);
        return problem.path("status").asInt() == 400
                ? new Misuse(detail)
                : new CommandFailure(detail);
    }

    /** What a problem says, on one line; where that only counts what is wrong, with the first of it. */
    private static String detail(JsonNode problem) {
        JsonNode errors = problem.path("errors");
        StringBuilder said =
                new StringBuilder(problem.path("detail").asText(problem.path("title").asText()));
        for (int i = 0; errors.size() > 1 && i < Math.min(MAX_ERRORS, errors.size()); i++) {
            String pointer = errors.path(i).path("pointer").asText();
            said.append(' ')
                    .append(pointer.startsWith("/") ? pointer + ": " : "")
                    .append(errors.path(i).path("detail").asText());
        }
        return Plain.of(said.toString());
    }

    /** Opens the live channel; fails with what {@link #reason} explains. */
    CompletableFuture<WebSocket> live(WebSocket.Listener listener) {
        WebSocket.Builder socket =
                http.newWebSocketBuilder()
                        .connectTimeout(CONNECT)
                        .subprotocols("hindsight.live.v1");
        if (key != null) {
            socket.header("Authorization", "Bearer " + key);
        }
        if (namespace != null) {
            socket.header("Hindsight-Namespace", namespace);
        }
        String url = address.toString().replaceFirst("^http", "ws");
        return socket.buildAsync(URI.create(url + API + "/live"), listener);
    }

    /** Why it could not be asked, in a few words. */
    String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isDistrust(cause)) {
                return "TLS with %s failed: its certificate is not trusted; --cacert takes one that is"
                        .formatted(address);
            }
            if (cause instanceof SSLException) {
                return "TLS with %s failed: %s".formatted(address, said(cause));
            }
            if (cause instanceof UnresolvedAddressException) {
                return "there is no host " + address.getHost();
            }
            if (cause instanceof HttpTimeoutException) {
                return address + " does not answer";
            }
        }
        return "%s cannot be reached: %s".formatted(address, said(failure));
    }

    /** Whether nobody who is trusted vouches for a certificate. */
    private static boolean isDistrust(Throwable failure) {
        if (!(failure instanceof SSLException)) {
            return false;
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof CertPathBuilderException;
    }

    private static String said(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? "the connection is refused"
                : Plain.of(message);
    }
}
