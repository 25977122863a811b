package dev.hindsight.delivery;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.hindsight.webhook.AddressRules;
import dev.hindsight.webhook.Target;
import dev.hindsight.webhook.WebhookConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends over HTTP, signed by the rules of Standard Webhooks.
 *
 * <p>Names are resolved here, each address is judged, and the connection is made to one that was: a name
 * that says something else when it is asked again leads nowhere else. Redirects are not followed, and of
 * an answer hardly more is read than its status.
 */
@Singleton
class WebhookSender {

    private static final Duration CONNECTING = Duration.ofSeconds(5);

    /** Of an answer; for what is longer the connection is given up. */
    private static final int MAX_BODY = 1_024;

    private static final int MAX_HEADERS = 16 * 1_024;

    private final HttpClient http;
    private final AddressRules rules;
    private final WebhookConfig config;
    private final Clock clock;

    WebhookSender(Vertx vertx, AddressRules rules, WebhookConfig config, Clock clock) {
        this.rules = rules;
        this.config = config;
        this.clock = clock;
        this.http =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setConnectTimeout((int) CONNECTING.toMillis())
                                .setSslHandshakeTimeout(CONNECTING.toSeconds())
                                .setMaxPoolSize(config.concurrency())
                                .setKeepAliveTimeout(10)
                                .setMaxHeaderSize(MAX_HEADERS)
                                .setDecompressionSupported(false));
    }

    /** What is sent. */
    record Parcel(Target url, String secret, String eventId, String body) {}

    /**
     * What came back.
     *
     * @param status if there was an answer
     * @param error why it was not taken; {@code null} if it was
     * @param retryAfter when the receiver wants it again
     */
    record Answer(@Nullable Integer status, @Nullable String error, @Nullable Duration retryAfter) {

        boolean isTaken() {
            return error == null;
        }

        /** Whether the receiver wants nothing any more. */
        boolean isGone() {
            return status != null && status == 410;
        }

        static Answer failed(String error) {
            return new Answer(null, error, null);
        }
    }

    /** Sends; whatever goes wrong is an answer. */
    Uni<Answer> send(Parcel parcel) {
        Attempt attempt = new Attempt();
        return address(parcel.url())
                .chain(
                        address ->
                                Uni.createFrom()
                                        .completionStage(() -> send(parcel, address, attempt)))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .onFailure()
                .recoverWithItem(failure -> Answer.failed(told(failure)))
                .onTermination()
                .invoke(attempt::end);
    }

    /**
     * What is open of an attempt. Connections to one receiver are few: a request may get one when nobody
     * waits for it any more, and would then hold it for as long as the receiver likes.
     */
    private static final class Attempt {

        private final AtomicReference<@Nullable HttpClientRequest> open = new AtomicReference<>();
        private volatile boolean isOver;

        /** Notes the request that got a connection; tells whether it is still to be sent. */
        boolean begin(HttpClientRequest request) {
            open.set(request);
            if (isOver) {
                end();
            }
            return !isOver;
        }

        /** The answer was read to its end, and the connection can be used again. */
        void isRead() {
            open.set(null);
        }

        /** Nobody waits any more: a request that is not at its end gives its connection up. */
        void end() {
            isOver = true;
            HttpClientRequest request = open.getAndSet(null);
            if (request != null) {
                request.reset();
            }
        }
    }

    /** On another thread, since the JDK waits for the answer. */
    private Uni<InetAddress> address(Target url) {
        return Uni.createFrom()
                .item(() -> resolve(url.host()))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private InetAddress resolve(String host) {
        try {
            List<InetAddress> all = Arrays.asList(InetAddress.getAllByName(host));
            if (!all.stream().allMatch(rules::isAllowed)) {
                throw new Refused();
            }
            return all.get(0);
        } catch (UnknownHostException unknown) {
            throw new UncheckedIOException(unknown);
        }
    }

    private CompletionStage<Answer> send(Parcel parcel, InetAddress address, Attempt attempt) {
        Target url = parcel.url();
        RequestOptions options =
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setServer(
                                SocketAddress.inetSocketAddress(
                                        new InetSocketAddress(address, url.port())))
                        .setHost(url.uri().getHost())
                        .setPort(url.port())
                        .setSsl(url.isSecure())
                        .setURI(url.path())
                        .setFollowRedirects(false)
                        .setConnectTimeout(config.timeout().toMillis());
        Instant now = clock.instant();
        return http.request(options)
                .compose(
                        request -> {
                            if (!attempt.begin(request)) {
                                return Future.failedFuture(new TimeoutException());
                            }
                            request.putHeader("Content-Type", "application/json")
                                    .putHeader("User-Agent", "Hindsight")
                                    .putHeader("webhook-id", parcel.eventId())
                                    .putHeader(
                                            "webhook-timestamp",
                                            String.valueOf(now.getEpochSecond()))
                                    .putHeader("webhook-signature", sign(parcel, now));
                            return request.send(Buffer.buffer(parcel.body()));
                        })
                .compose(response -> answer(response, attempt))
                .toCompletionStage();
    }

    private static String sign(Parcel parcel, Instant now) {
        try {
            return new Webhook(parcel.secret())
                    .sign(parcel.eventId(), now.getEpochSecond(), parcel.body());
        } catch (WebhookSigningException e) {
            throw new IllegalStateException("Nothing can be signed", e);
        }
    }

    /** What comes behind the first bytes is not waited for. */
    private Future<Answer> answer(HttpClientResponse response, Attempt attempt) {
        Promise<Answer> answer = Promise.promise();
        Answer told = answer(response);
        AtomicLong bytes = new AtomicLong();
        response.exceptionHandler(broken -> answer.tryComplete(told));
        response.endHandler(
                end -> {
                    attempt.isRead();
                    answer.tryComplete(told);
                });
        response.handler(
                some -> {
                    if (bytes.addAndGet(some.length()) > MAX_BODY) {
                        answer.tryComplete(told);
                    }
                });
        return answer.future();
    }

    private Answer answer(HttpClientResponse response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Answer(status, null, null);
        }
        String error =
                status >= 300 && status < 400
                        ? "The receiver answered with a redirect, which is not followed: %d."
                        : "The receiver answered %d.";
        return new Answer(
                status, error.formatted(status), retryAfter(response.getHeader("Retry-After")));
    }

    /** Seconds, or a date of HTTP. */
    private @Nullable Duration retryAfter(@Nullable String header) {
        if (header == null) {
            return null;
        }
        if (header.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(header));
        }
        try {
            return Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException neither) {
            return null;
        }
    }

    /** Without addresses: who may set a URL is not to learn from it what there is. */
    private static String told(Throwable failure) {
        if (failure instanceof Refused) {
            return "The name leads to an address of a private network, which is not sent to.";
        }
        if (failure instanceof UncheckedIOException) {
            return "The name is not known.";
        }
        if (failure instanceof SSLException) {
            return "No secure connection could be made.";
        }
        if (failure instanceof ConnectException) {
            return "No connection could be made.";
        }
        return failure.getClass().getSimpleName().contains("Timeout")
                ? "The receiver did not answer in time."
                : "The connection broke.";
    }

    /** An address that is not sent to. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused() {
            super(null, null, false, false);
        }
    }
}
