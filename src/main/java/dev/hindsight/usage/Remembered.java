package dev.hindsight.usage;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What takes long to be read: it is told from memory for a while, and whoever asks while it is being
 * read shares the answer. Where it cannot be read, what was read before is told again, as long as
 * there is any; and it is not tried again at once, since whatever is in its way is not helped by that.
 */
final class Remembered<T> {

    /** After a failure. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private final Supplier<Uni<T>> source;
    private final Duration fresh;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Known<T>> known = new AtomicReference<>();
    private final AtomicReference<@Nullable Uni<T>> reading = new AtomicReference<>();

    /**
     * What is told until then.
     *
     * @param last what was read last, if anything was
     */
    private record Known<T>(Uni<T> told, @Nullable T last, Instant until) {}

    /**
     * @param fresh for so long it is told from memory
     */
    Remembered(Supplier<Uni<T>> source, Duration fresh, InstantSource clock) {
        this.source = source;
        this.fresh = fresh;
        this.clock = clock;
    }

    /** What is known, or is read now. */
    Uni<T> get() {
        Known<T> last = known.get();
        return last != null && clock.instant().isBefore(last.until()) ? last.told() : read();
    }

    private Uni<T> read() {
        Uni<T> under = reading.get();
        if (under != null) {
            return under;
        }
        AtomicReference<@Nullable Uni<T>> own = new AtomicReference<>();
        Uni<T> mine =
                Uni.createFrom()
                        .deferred(source::get)
                        .map(this::read)
                        .onFailure()
                        .recoverWithItem(this::failed)
                        .invoke(known::set)
                        .onTermination()
                        .invoke(() -> reading.compareAndSet(own.get(), null))
                        .chain(Known::told)
                        .memoize()
                        .indefinitely();
        own.set(mine);
        Uni<T> other = reading.compareAndExchange(null, mine);
        return other == null ? mine : other;
    }

    private Known<T> read(T value) {
        return new Known<>(Uni.createFrom().item(value), value, clock.instant().plus(fresh));
    }

    private Known<T> failed(Throwable failure) {
        Known<T> before = known.get();
        T last = before == null ? null : before.last();
        return new Known<>(
                last == null ? Uni.createFrom().failure(failure) : Uni.createFrom().item(last),
                last,
                clock.instant().plus(PAUSE));
    }
}
