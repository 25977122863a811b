package dev.hindsight.subscription;

import dev.hindsight.change.FeedPosition;
import dev.hindsight.change.FeedSnapshot;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Watches events: begins with a snapshot, or with what happened since a cursor, and goes on from there.
 *
 * <p>What waits is folded: of two events about one thing the later tells all. Where even that is too
 * much, it is dropped, and the client starts again from a fresh snapshot once it has read what was on
 * its way.
 */
public final class EventSubscription extends Subscription {

    private static final int MAX_WAITING = 1_000;
    private static final int MAX_WAITING_CHARS = 1024 * 1024;
    private static final int FRAME_EVENTS = 200;
    private static final int FRAME_CHARS = 256 * 1024;

    /**
     * What a subscription begins with, and the place in the feed that this was read at.
     *
     * @param members of the snapshot, the members of a JSON object
     */
    public record Start(String members, FeedPosition position) {}

    /**
     * What happened since a cursor.
     *
     * @param gap why that is not known any more; {@code null} if it is
     */
    public record Since(@Nullable String gap, List<News> news, FeedPosition position) {}

    /** Where a subscription begins, and begins again. */
    public interface Source {

        /** Reads the state of what is watched. */
        Uni<Start> snapshot();

        /** Reads what happened to it since. */
        Uni<Since> since(FeedPosition position);
    }

    /** Where it is in its life. */
    private enum Phase {
        /** It listens, and does not know yet from where on. */
        STARTING,
        /** It tells what happens. */
        LIVE,
        /** It has to tell that something is lost, then to start again. */
        LOST
    }

    private final Source source;
    private final @Nullable FilterMatch match;
    private final Clock clock;
    private final Duration heartbeat;
    private final Queue<String> heads = new ArrayDeque<>();
    private final List<News> backlog = new ArrayList<>();
    private final Map<Event.About, Event> waiting = new LinkedHashMap<>();
    private @Nullable FeedPosition resume;
    private Phase phase = Phase.STARTING;
    private String reason = "";
    private int waitingChars;
    private @Nullable FeedSnapshot floor;
    private @Nullable Place place;
    private Instant spoken;
    private boolean isBookmarkDue;

    /**
     * A subscription that is about to begin.
     *
     * @param match what it watches; {@code null} for all that it is offered
     * @param resume where it goes on; {@code null} for a snapshot
     */
    public EventSubscription(
            Client client,
            Source source,
            @Nullable FilterMatch match,
            Clock clock,
            Duration heartbeat,
            @Nullable FeedPosition resume) {
        super(client);
        this.source = source;
        this.match = match;
        this.clock = clock;
        this.heartbeat = heartbeat;
        this.resume = resume;
        this.spoken = clock.instant();
    }

    @Override
    public void begin() {
        FeedPosition from = resume;
        resume = null;
        if (from == null) {
            snapshot();
        } else {
            read(source.since(from), this::resumed);
        }
    }

    private void snapshot() {
        read(
                source.snapshot(),
                it ->
                        start(
                                it.position(),
                                List.of(),
                                cursor -> dialect().snapshot(id(), it.members(), cursor)));
    }

    private void resumed(Since since) {
        if (since.gap() == null) {
            start(since.position(), since.news(), cursor -> dialect().resumed(id(), cursor));
        } else {
            heads.add(dialect().reset(id(), since.gap()));
            ready();
            snapshot();
        }
    }

    /**
     * It knows where it stands: what it was offered meanwhile and has not seen is told.
     *
     * @param first writes the first frame, with its cursor
     */
    private void start(FeedPosition position, List<News> news, UnaryOperator<String> first) {
        Place here = Place.of(position);
        place = place == null ? here : place.max(here);
        heads.add(first.apply(here.cursor()));
        phase = Phase.LIVE;
        news.forEach(it -> put(it.tell(match, null)));
        floor = position.snapshot();
        List<News> meanwhile = List.copyOf(backlog);
        backlog.clear();
        meanwhile.forEach(it -> put(it.tell(match, floor)));
        ready();
    }

    /** Something happened that may concern it. */
    public void offer(News news) {
        switch (phase) {
            case STARTING -> {
                if (backlog.size() < MAX_WAITING) {
                    backlog.add(news);
                } else {
                    lose("overflow");
                }
            }
            case LIVE -> put(news.tell(match, floor));
            case LOST -> {}
        }
    }

    /** All that happened up to there has been offered. */
    public void advance(Place to) {
        place = place == null ? to : place.max(to);
        if (phase == Phase.LOST || (phase == Phase.LIVE && !waiting.isEmpty())) {
            ready();
        }
    }

    @Override
    public void lost(String why) {
        lose(why);
        ready();
    }

    private void lose(String why) {
        discard();
        phase = Phase.LOST;
        // It may lie in a feed that is no more.
        place = null;
        reason = why;
        waiting.clear();
        waitingChars = 0;
        backlog.clear();
    }

    private void put(@Nullable Event event) {
        if (event == null || phase == Phase.LOST) {
            return;
        }
        // Behind the others: the order of what waits is that of the latest changes.
        Event folded = waiting.remove(event.about());
        Event told = event.inPlaceOf(folded);
        waiting.put(told.about(), told);
        waitingChars += told.json().length() - (folded == null ? 0 : folded.json().length());
        if (waiting.size() > MAX_WAITING || waitingChars > MAX_WAITING_CHARS) {
            lose("overflow");
        }
    }

    @Override
    @Nullable String next() {
        String frame = heads.poll();
        if (frame == null && phase == Phase.LOST) {
            frame = dialect().reset(id(), reason);
            phase = Phase.STARTING;
            floor = null;
            snapshot();
        } else if (frame == null && phase == Phase.LIVE) {
            frame = live();
        }
        if (frame != null) {
            spoken = clock.instant();
            isBookmarkDue = false;
        }
        return frame;
    }

    private @Nullable String live() {
        if (waiting.isEmpty()) {
            return isBookmarkDue && place != null ? dialect().bookmark(id(), place.cursor()) : null;
        }
        List<Event> events = new ArrayList<>();
        int chars = 0;
        Iterator<Event> oldest = waiting.values().iterator();
        while (oldest.hasNext() && events.size() < FRAME_EVENTS && chars < FRAME_CHARS) {
            Event event = oldest.next();
            oldest.remove();
            events.add(event);
            chars += event.json().length();
        }
        waitingChars -= chars;
        return dialect()
                .events(id(), events, waiting.isEmpty() && place != null ? place.cursor() : null);
    }

    @Override
    public void tick(Instant now) {
        if (phase == Phase.LIVE && !now.isBefore(spoken.plus(heartbeat))) {
            isBookmarkDue = true;
            ready();
        }
    }
}
