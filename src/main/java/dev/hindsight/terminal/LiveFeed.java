package dev.hindsight.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.command.CommandFailure;
import dev.hindsight.command.Misuse;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The live channel of a service, to which this client comes back until its watch is over. */
final class LiveFeed {

    /** What is watched. Belongs to the thread that follows. */
    interface Watch {

        /** The frames that subscribe, each from where the watch is. */
        List<JsonNode> subscriptions();

        /**
         * Takes a frame.
         *
         * @return false if the watch is over
         * @throws Service.Away if it has to begin again where it is
         * @throws Misuse if the service refuses what is watched as wrong
         * @throws CommandFailure if it cannot go on for another reason
         */
        boolean hear(JsonNode frame);
    }

    /** Something that was heard: a text, a sign of life, or the end of the connection. */
    private record Sound(@Nullable String text, int closeCode, String reason) {

        static final Sound LIFE = new Sound(null, 0, "");

        /**
         * The frame; {@code null} for a part of one, or a sign of life.
         *
         * @throws Lost if this is the end of the connection
         */
        @Nullable JsonNode frame() throws Lost {
            if (closeCode != 0) {
                throw lost();
            }
            try {
                return text == null ? null : Service.JSON.readTree(text);
            } catch (JsonProcessingException wrong) {
                throw new CommandFailure("the live channel says what is no JSON");
            }
        }

        private Lost lost() {
            int code = closeCode;
            if (code == DRAINING) {
                String retryMs = reason.replaceAll("\\D", "");
                boolean isTold = !retryMs.isEmpty() && retryMs.length() < 7;
                return new Lost("the service ends", isTold ? Long.parseLong(retryMs) : 0);
            }
            if (code == UNAUTHENTICATED) {
                throw new CommandFailure(Service.KEY_NEEDED);
            }
            if (code >= UNAUTHENTICATED - 1 && code < SLOW) {
                throw new CommandFailure(
                        "the live channel refuses, with %d: %s".formatted(code, Plain.of(reason)));
            }
            return new Lost(code == CUT_OFF ? "it was cut off" : "it was closed: " + code, 0);
        }
    }

    /** The connection is gone, and it may help to come back. */
    private static final class Lost extends Exception {

        private static final long serialVersionUID = 1L;

        /** How long to wait, if the service said so; else 0. */
        private final long retryMs;

        Lost(String reason, long retryMs) {
            super(reason, null, false, false);
            this.retryMs = retryMs;
        }
    }

    private static final int CUT_OFF = 1006;
    private static final int DRAINING = 1001;
    private static final int UNAUTHENTICATED = 4401;
    private static final int SLOW = 4413;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /**
     * Silence after which the service is asked whether it is there. It is not enough to wait for
     * the end of the connection: the JDK's client loses an end that comes while it hands a frame
     * over, and goes on waiting.
     */
    private static final long QUIET_MS = 1_000;

    /** Silence after which it is not. */
    private static final long PATIENCE_MS = 10_000;

    private final Service service;
    private final Screen screen;
    private boolean isThere;
    private boolean wasWelcome;
    private int failures;

    /**
     * The channel, not opened yet.
     *
     * @param isThere whether the service has answered before, so that it is worth coming back
     */
    LiveFeed(Service service, Screen screen, boolean isThere) {
        this.isThere = isThere;
        this.service = service;
        this.screen = screen;
    }

    /**
     * Watches until the watch is over.
     *
     * @throws CommandFailure if the service cannot be reached the first time, or refuses
     */
    void follow(Watch watch) {
        try {
            boolean goesOn = true;
            while (goesOn) {
                try {
                    goesOn = connected(watch);
                } catch (Lost lost) {
                    comeBack(lost);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted");
        }
    }

    private void comeBack(Lost lost) throws InterruptedException {
        if (!isThere) {
            throw new CommandFailure(String.valueOf(lost.getMessage()));
        }
        if (failures++ == 0) {
            screen.note("the connection is lost: " + lost.getMessage());
        }
        long longest =
                Math.min(
                        LONGEST_PAUSE.toMillis(),
                        FIRST_PAUSE.toMillis() << Math.min(failures - 1, 10));
        long pause = lost.retryMs > 0 ? Math.min(lost.retryMs, longest * 4) : longest;
        new LinkedBlockingQueue<Sound>()
                .poll(
                        pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1),
                        TimeUnit.MILLISECONDS);
    }

    private boolean connected(Watch watch) throws Lost, InterruptedException {
        Ear ear = new Ear();
        WebSocket socket = open(ear);
        try {
            say(socket, Service.JSON.createObjectNode().put("type", "hello"));
            while (true) {
                JsonNode frame = next(socket, ear);
                socket.request(1);
                if (frame == null) {
                    continue;
                }
                if (frame.path("type").asText().equals("welcome")) {
                    welcome();
                    for (JsonNode subscription : watch.subscriptions()) {
                        say(socket, subscription);
                    }
                }
                if (!watch.hear(frame)) {
                    return false;
                }
            }
        } catch (Service.Away away) {
            throw new Lost(String.valueOf(away.getMessage()), 0);
        } finally {
            socket.abort();
        }
    }

    private void welcome() {
        if (failures > 0) {
            screen.note("connected again");
        }
        isThere = true;
        wasWelcome = true;
        failures = 0;
    }

    private WebSocket open(Ear ear) throws Lost {
        try {
            return service.live(ear).join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof WebSocketHandshakeException refused) {
                HttpResponse<?> answer = refused.getResponse();
                int status = answer == null ? 0 : answer.statusCode();
                if (status == 401) {
                    throw new CommandFailure(Service.KEY_NEEDED);
                }
                if (status == 403) {
                    throw new CommandFailure("the live channel refuses, with " + status);
                }
                String said = "there is no live channel, but an answer of " + status;
                if (!wasWelcome && status < 500) {
                    throw new CommandFailure(said);
                }
                throw new Lost(said, 0);
            }
            throw new Lost(service.reason(failure.getCause()), 0);
        }
    }

    private static @Nullable JsonNode next(WebSocket socket, Ear ear)
            throws Lost, InterruptedException {
        for (long silenceMs = 0; silenceMs < PATIENCE_MS; silenceMs += QUIET_MS) {
            Sound sound = ear.heard.poll(QUIET_MS, TimeUnit.MILLISECONDS);
            if (sound != null) {
                return sound.frame();
            }
            sent(socket.sendPing(ByteBuffer.allocate(0)));
        }
        throw new Lost("nothing is heard any more", 0);
    }

    private static void say(WebSocket socket, JsonNode frame) throws Lost {
        sent(socket.sendText(frame.toString(), true));
    }

    private static void sent(CompletableFuture<WebSocket> frame) throws Lost {
        try {
            frame.orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS).join();
        } catch (CompletionException failure) {
            throw new Lost("it was cut off", 0);
        }
    }

    /** Notes what it hears, for the thread that follows; never more than it asks for. */
    private static final class Ear implements WebSocket.Listener {

        private final BlockingQueue<Sound> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            heard.add(last ? new Sound(text.toString(), 0, "") : Sound.LIFE);
            if (last) {
                text.setLength(0);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
            heard.add(Sound.LIFE);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            heard.add(Sound.LIFE);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(
                WebSocket from, ByteBuffer data, boolean last) {
            heard.add(Sound.LIFE);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            heard.add(new Sound(null, code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            heard.add(new Sound(null, CUT_OFF, ""));
        }
    }
}
