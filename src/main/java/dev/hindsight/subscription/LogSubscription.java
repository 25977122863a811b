package dev.hindsight.subscription;

import dev.hindsight.change.FeedSnapshot;
import dev.hindsight.log.LogLevel;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Watches the lines of an execution: first those that are there, page by page as the client reads them,
 * then those that come, late ones too.
 *
 * <p>Every page is read as of a snapshot of the database. A line that the feed tells of was on a page if
 * the snapshot of the page that its number belongs on has seen it, and is sent if it was not. So no line
 * is left out between what is read and what comes, and none is sent twice.
 */
public final class LogSubscription extends Subscription {

    private static final int PAGE = 500;
    private static final int MAX_WAITING = 1_000;
    private static final int MAX_WAITING_CHARS = 1024 * 1024;
    private static final int FRAME_CHARS = 256 * 1024;

    /** A line as it is sent. */
    public record Line(long sequence, LogLevel level, String json) {}

    /** A page of lines in ascending order, and what was visible when it was read. */
    public record Page(List<Line> lines, FeedSnapshot snapshot) {}

    /** Lines that one change added, in ascending order. */
    public record Added(long xid, List<Line> lines) {}

    /** Where it reads. */
    @FunctionalInterface
    public interface Source {

        /** The lines behind a sequence that match, at most so many. */
        Uni<Page> page(long afterSequence, int limit);
    }

    /** The numbers up to this one are on pages that were read; what is on the last of them. */
    private record Covered(long upTo, FeedSnapshot snapshot) {}

    private final Source source;
    private final @Nullable LogLevel least;
    private final Queue<Line> onPage = new ArrayDeque<>();
    private final Queue<Line> waiting = new ArrayDeque<>();
    private final List<Covered> covered = new ArrayList<>();
    private final List<Added> meanwhile = new ArrayList<>();

    /** Whether a page is on its way: what belongs on it is not known yet. */
    private boolean isPageAsked;

    private boolean isRead;
    private int waitingChars;
    private int meanwhileLines;
    private long readUpTo;
    private long sentUpTo;
    private @Nullable Long gapFrom;

    /**
     * A subscription that is about to begin.
     *
     * @param afterSequence the lines behind this one are sent
     * @param least this level and those above it; {@code null} for all
     */
    public LogSubscription(
            Client client, Source source, long afterSequence, @Nullable LogLevel least) {
        super(client);
        this.source = source;
        this.least = least;
        this.readUpTo = afterSequence;
        this.sentUpTo = afterSequence;
    }

    @Override
    public void begin() {
        readPage();
    }

    private void readPage() {
        isPageAsked = true;
        read(source.page(readUpTo, PAGE), this::arrived);
    }

    private void arrived(Page page) {
        isPageAsked = false;
        isRead = page.lines().size() < PAGE;
        if (!page.lines().isEmpty()) {
            readUpTo = page.lines().get(page.lines().size() - 1).sequence();
        }
        covered.add(new Covered(isRead ? Long.MAX_VALUE : readUpTo, page.snapshot()));
        onPage.addAll(page.lines());
        meanwhile.forEach(this::take);
        clearMeanwhile();
        ready();
    }

    private void clearMeanwhile() {
        meanwhile.clear();
        meanwhileLines = 0;
    }

    /** Lines were added. They are sent when the batch is over. */
    public void offer(Added added) {
        if (!isPageAsked) {
            take(added);
            return;
        }
        meanwhile.add(added);
        meanwhileLines += added.lines().size();
        if (meanwhileLines > MAX_WAITING) {
            meanwhile.forEach(it -> skip(it.lines()));
            clearMeanwhile();
        }
    }

    /** Lines will not be sent, which is told. */
    private void skip(Collection<Line> lines) {
        for (Line line : lines) {
            if (isMeant(line)) {
                gapFrom = gapFrom == null ? line.sequence() : Math.min(gapFrom, line.sequence());
            }
        }
    }

    private boolean isMeant(Line line) {
        return least == null || line.level().compareTo(least) >= 0;
    }

    /** All that happened up to there has been offered. */
    public void advance(FeedSnapshot to) {
        // What is still to come was seen by no page.
        if (isRead
                && !covered.isEmpty()
                && !to.isBefore(covered.get(covered.size() - 1).snapshot())) {
            covered.clear();
        }
        if (!waiting.isEmpty() || gapFrom != null) {
            ready();
        }
    }

    private void take(Added added) {
        for (Line line : added.lines()) {
            if (isMeant(line) && isMissing(added, line)) {
                add(line);
            }
        }
    }

    /** Whether a line is on no page that was read, and will be on none. */
    private boolean isMissing(Added added, Line line) {
        if (isRead && covered.isEmpty()) {
            return true;
        }
        for (Covered page : covered) {
            if (line.sequence() <= page.upTo()) {
                return !page.snapshot().sees(added.xid());
            }
        }
        return false;
    }

    private void add(Line line) {
        if (gapFrom == null && waiting.size() < MAX_WAITING && waitingChars < MAX_WAITING_CHARS) {
            waiting.add(line);
            waitingChars += line.json().length();
        } else {
            skip(List.of(line));
            skip(waiting);
            clearWaiting();
        }
    }

    private void clearWaiting() {
        waiting.clear();
        waitingChars = 0;
    }

    @Override
    public void lost(String reason) {
        // What was sent was sent; what is behind it is read anew, but not what came late.
        skip(waiting.stream().filter(line -> line.sequence() <= sentUpTo).toList());
        discard();
        isRead = false;
        covered.clear();
        clearMeanwhile();
        onPage.clear();
        clearWaiting();
        readUpTo = sentUpTo;
        isPageAsked = false;
        ready();
    }

    @Override
    @Nullable String next() {
        String frame = null;
        if (!onPage.isEmpty()) {
            frame = lines(onPage);
        }
        if (frame == null && gapFrom != null) {
            frame = dialect().gap(id(), gapFrom);
            gapFrom = null;
        }
        if (frame == null && !waiting.isEmpty()) {
            frame = lines(waiting);
        }
        if (onPage.isEmpty() && !isRead && !isPageAsked) {
            readPage();
        }
        return frame;
    }

    private String lines(Queue<Line> from) {
        List<String> texts = new ArrayList<>();
        int chars = 0;
        while (!from.isEmpty() && chars < FRAME_CHARS) {
            Line line = from.remove();
            texts.add(line.json());
            chars += line.json().length();
            sentUpTo = Math.max(sentUpTo, line.sequence());
        }
        if (from == waiting) {
            waitingChars -= chars;
        }
        return dialect().logs(id(), texts, sentUpTo);
    }
}
