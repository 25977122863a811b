package dev.hindsight.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.access.Grant;
import dev.hindsight.access.Role;
import dev.hindsight.namespace.Namespace.Quotas;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When keys are read again, and which of them count meanwhile. */
class KeyRingTest {

    private final Store store = new Store();
    private final Hand clock = new Hand();
    private final KeyRing ring = new KeyRing(store, clock);
    private final KeyToken key = KeyToken.mint(new SecureRandom()).token();

    /** A clock that is set by hand. */
    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-11-26T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }

        void passes(Duration time) {
            now = now.plus(time);
        }
    }

    /** Keys that are told when the test says so. */
    private static final class Store implements KeyRing.Source {
        private final Map<String, KeyStore.Live> keys = new HashMap<>();
        private final Deque<UniEmitter<? super Map<String, KeyStore.Live>>> asked =
                new ArrayDeque<>();
        private int questions;

        void add(KeyToken token, @Nullable Instant expiresAt) {
            Grant grant = new Grant(token.id(), Role.VIEWER, null, true, Quotas.NONE, expiresAt);
            keys.put(token.id(), new KeyStore.Live(token.hash(), grant));
        }

        @Override
        public Uni<Map<String, KeyStore.Live>> live() {
            return Uni.createFrom()
                    .emitter(
                            emitter -> {
                                questions++;
                                asked.add(emitter);
                            });
        }

        void answer() {
            asked.remove().complete(Map.copyOf(keys));
        }

        void fail() {
            asked.remove().fail(new IllegalStateException("away"));
        }
    }

    /** What is found, once it is known. */
    private static final class Found {
        private final List<Boolean> answers = new ArrayList<>();
        private final List<Throwable> failures = new ArrayList<>();

        Found(Uni<Optional<Grant>> found) {
            found.subscribe().with(it -> answers.add(it.isPresent()), failures::add);
        }

        boolean isOpen() {
            failures.forEach(
                    failure -> {
                        throw new IllegalStateException(failure);
                    });
            assertThat(answers).hasSize(1);
            return answers.get(0);
        }

        boolean isKnown() {
            return !answers.isEmpty() || !failures.isEmpty();
        }
    }

    private Found find(KeyToken token) {
        return new Found(ring.find(token));
    }

    private void know(KeyToken token) {
        store.add(token, null);
        Found found = find(token);
        store.answer();
        assertThat(found.isOpen()).isTrue();
    }

    @Test
    void firstQuestions_shareOneReading() {
        store.add(key, null);
        Found first = find(key);
        Found second = find(key);
        assertThat(first.isKnown()).isFalse();

        store.answer();

        assertThat(first.isOpen()).isTrue();
        assertThat(second.isOpen()).isTrue();
        assertThat(find(key).isOpen()).isTrue();
        assertThat(store.questions).isEqualTo(1);
    }

    @Test
    void revokedElsewhere_isGoodForLessThanAMinute() {
        know(key);
        store.keys.clear();
        int seconds = 0;

        // Asked every second, while the database takes its time.
        Found found = find(key);
        while (found.isKnown() && found.isOpen() && seconds < 120) {
            clock.passes(Duration.ofSeconds(1));
            seconds++;
            found = find(key);
        }

        assertThat(seconds).isLessThan(60);
        store.answer();
        assertThat(found.isOpen()).isFalse();
    }

    @Test
    void keysThatAgeInUse_areReadInTheBackground() {
        know(key);
        clock.passes(Duration.ofSeconds(21));

        assertThat(find(key).isOpen()).isTrue();
        assertThat(store.questions).isEqualTo(2);
        store.keys.clear();
        store.answer();

        assertThat(find(key).isOpen()).isFalse();
    }

    @Test
    void unknownIds_costOneReadingASecond() {
        know(key);

        for (int i = 0; i < 1_000; i++) {
            assertThat(find(KeyToken.mint(new SecureRandom()).token()).isOpen()).isFalse();
        }
        assertThat(store.questions).isEqualTo(1);

        clock.passes(Duration.ofSeconds(1));
        KeyToken fresh = KeyToken.mint(new SecureRandom()).token();
        store.add(fresh, null);
        Found found = find(fresh);
        find(KeyToken.mint(new SecureRandom()).token());
        store.answer();
        assertThat(found.isOpen()).isTrue();
        assertThat(store.questions).isEqualTo(2);
    }

    @Test
    void readingThatBeganBeforeARevocation_isNotKept() {
        know(key);
        clock.passes(Duration.ofSeconds(21));
        find(key);

        // Revoked here, while what is read is still from before.
        ring.forget();
        store.answer();
        store.keys.clear();
        Found found = find(key);
        store.answer();

        assertThat(found.isOpen()).isFalse();
    }

    @Test
    void expiredKey_isRefusedToTheMoment() {
        store.add(key, clock.instant().plusSeconds(10));
        Found found = find(key);
        store.answer();
        assertThat(found.isOpen()).isTrue();

        clock.passes(Duration.ofMillis(9_999));
        assertThat(find(key).isOpen()).isTrue();
        clock.passes(Duration.ofMillis(1));
        assertThat(find(key).isOpen()).isFalse();
    }

    @Test
    void databaseThatIsAway_isBorneForAWhile() {
        know(key);
        clock.passes(Duration.ofSeconds(30));
        assertThat(find(key).isOpen()).isTrue();
        store.fail();
        assertThat(find(key).isOpen()).isTrue();
        store.fail();

        clock.passes(Duration.ofSeconds(25));
        Found found = find(key);
        store.fail();

        assertThatThrownBy(found::isOpen).hasRootCauseMessage("away");
        Found again = find(key);
        store.answer();
        assertThat(again.isOpen()).isTrue();
    }
}
