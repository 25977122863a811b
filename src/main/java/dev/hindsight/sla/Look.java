package dev.hindsight.sla;

import dev.hindsight.partition.DayRange;
import dev.hindsight.sla.CheckStore.Broken;
import dev.hindsight.sla.CheckStore.Ended;
import dev.hindsight.sla.CheckStore.Found;
import dev.hindsight.sla.CheckStore.Late;
import dev.hindsight.sla.CheckStore.Rate;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** A look whether one SLA is kept, in a transaction; what is not is written down and told. */
final class Look {

    /** Executions that one look tells of; the next look goes on. */
    private static final int BATCH = 1_000;

    /** An engine's clock may be ahead of ours by as much when it says when something ended. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final CheckStore store;
    private final SqlClient client;
    private final Sla sla;
    private final List<DayRange> days;
    private final OffsetDateTime now;
    private final Ended ended;

    Look(CheckStore store, SqlClient client, Sla sla, List<DayRange> days, OffsetDateTime now) {
        this.store = store;
        this.client = client;
        this.sla = sla;
        this.days = days;
        this.now = now;
        OffsetDateTime from = now.minus(sla.order().window().length());
        this.ended = new Ended(from, from.minus(MARGIN));
    }

    Uni<Integer> all() {
        return durations()
                .chain(late -> rate().map(low -> late + low))
                .chain(some -> silence().map(silent -> some + silent));
    }

    private Uni<Integer> durations() {
        Long most = sla.order().maxDurationMs();
        if (most == null) {
            return Uni.createFrom().item(0);
        }
        OffsetDateTime startedBefore = now.minus(Duration.ofMillis(most));
        return noteEnds()
                .chain(
                        () ->
                                each(
                                        range ->
                                                store.runningTooLong(
                                                        client, range, sla, startedBefore, BATCH)))
                .chain(
                        running ->
                                each(range -> store.tookTooLong(client, range, sla, ended, BATCH))
                                        .map(over -> found(running, over)))
                .chain(
                        found ->
                                store.breach(
                                        client,
                                        sla,
                                        new Broken(Rule.MAX_DURATION, most, found),
                                        now));
    }

    private List<Found> found(List<List<Late>> running, List<List<Late>> over) {
        List<Found> found = new ArrayList<>();
        for (List<Late> some : running) {
            for (Late it : some) {
                long millis = Duration.between(it.startedAt(), now).toMillis();
                found.add(new Found(it.execution(), millis, null));
            }
        }
        for (List<Late> some : over) {
            for (Late it : some) {
                Long millis = it.durationMs();
                found.add(new Found(it.execution(), millis == null ? 0 : millis, now));
            }
        }
        return found.stream().limit(BATCH).toList();
    }

    /** What was late and has ended, or is gone, is not late any more. */
    private Uni<Void> noteEnds() {
        return store.late(client, sla)
                .chain(
                        late ->
                                late.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : store.stillRunning(client, sla.namespaceId(), late)
                                                .chain(
                                                        running ->
                                                                store.over(
                                                                        client,
                                                                        sla,
                                                                        others(late, running),
                                                                        now)));
    }

    private static List<UUID> others(List<UUID> all, List<UUID> some) {
        Set<UUID> left = new HashSet<>(all);
        some.forEach(left::remove);
        return List.copyOf(left);
    }

    private Uni<Integer> rate() {
        Double least = sla.order().minSuccessRate();
        if (least == null) {
            return Uni.createFrom().item(0);
        }
        return each(range -> store.rate(client, range, sla, ended))
                .map(rates -> rates.stream().reduce(new Rate(0, 0), Rate::plus))
                .chain(
                        rate ->
                                rate.finished() == 0
                                        ? Uni.createFrom().item(0)
                                        : judge(
                                                Rule.MIN_SUCCESS_RATE,
                                                100.0 * rate.completed() / rate.finished(),
                                                least,
                                                100.0 * rate.completed()
                                                        < least * rate.finished()));
    }

    private Uni<Integer> silence() {
        Span most = sla.order().maxSilence();
        if (most == null) {
            return Uni.createFrom().item(0);
        }
        return each(range -> store.newestStart(client, range, sla, now))
                .map(
                        starts ->
                                starts.stream()
                                        .flatMap(Optional::stream)
                                        .max(Comparator.naturalOrder())
                                        .orElse(sla.createdAt()))
                .chain(
                        since -> {
                            Duration silence = Duration.between(since, now);
                            return judge(
                                    Rule.MAX_SILENCE,
                                    (double) silence.toMillis(),
                                    (double) most.length().toMillis(),
                                    silence.compareTo(most.length()) > 0);
                        });
    }

    /** Told when it begins to be broken; again only after it was kept. */
    private Uni<Integer> judge(Rule rule, double value, double bound, boolean isBroken) {
        return store.isOpen(client, sla, rule)
                .chain(
                        open -> {
                            if (isBroken && !open) {
                                List<Found> found = List.of(new Found(null, value, null));
                                return store.breach(
                                        client, sla, new Broken(rule, bound, found), now);
                            }
                            return open && !isBroken
                                    ? store.recover(client, sla, rule, now).replaceWith(0)
                                    : Uni.createFrom().item(0);
                        });
    }

    private <T> Uni<List<T>> each(Function<DayRange, Uni<T>> question) {
        return Multi.createFrom()
                .iterable(days)
                .onItem()
                .transformToUniAndConcatenate(range -> question.apply(range))
                .collect()
                .asList();
    }
}
