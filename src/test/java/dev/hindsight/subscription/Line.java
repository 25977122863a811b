package dev.hindsight.subscription;

import dev.hindsight.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A connection whose other end reads a frame when it is told to. */
final class Line implements Wire, Dialect {

    private final List<String> sent = new ArrayList<>();
    private @Nullable UniEmitter<? super Void> inFlight;
    private boolean givenUp;

    @Override
    public Uni<Void> send(String frame) {
        return Uni.createFrom()
                .emitter(
                        emitter -> {
                            sent.add(frame);
                            inFlight = emitter;
                        });
    }

    @Override
    public void giveUp() {
        givenUp = true;
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** Reads what was sent, and what is sent for it, until nothing comes; tells all frames. */
    List<String> read() {
        while (inFlight != null) {
            UniEmitter<? super Void> landed = inFlight;
            inFlight = null;
            landed.complete(null);
        }
        List<String> frames = List.copyOf(sent);
        sent.clear();
        return frames;
    }

    @Override
    public String snapshot(String id, String members, String cursor) {
        return "snapshot " + members;
    }

    @Override
    public String resumed(String id, String cursor) {
        return "resumed";
    }

    @Override
    public String reset(String id, String reason) {
        return "reset " + reason;
    }

    @Override
    public String events(String id, List<Event> events, @Nullable String cursor) {
        return events.stream().map(Event::json).collect(Collectors.joining(" "))
                + (cursor == null ? "" : " cursor");
    }

    @Override
    public String bookmark(String id, String cursor) {
        return "bookmark";
    }

    @Override
    public String logs(String id, List<String> lines, long afterSequence) {
        return String.join(" ", lines) + " after " + afterSequence;
    }

    @Override
    public String gap(String id, long fromSequence) {
        return "gap " + fromSequence;
    }

    @Override
    public String error(String id, ProblemException problem) {
        return "error " + problem.type().status();
    }
}
