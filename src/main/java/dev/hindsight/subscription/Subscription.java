package dev.hindsight.subscription;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that one connection watches. It belongs to the {@link Stage}. */
public abstract class Subscription {

    private final String id;
    private final Outbox outbox;
    private boolean ended;

    Subscription(String id, Outbox outbox) {
        this.id = id;
        this.outbox = outbox;
    }

    /** The name that the client gave it. */
    public final String id() {
        return id;
    }

    /** Reads what it begins with. It is listening by now. */
    public abstract void begin();

    /** The next frame to send; {@code null} if there is none. */
    abstract @Nullable String next();

    /** The feed has a gap before this moment: what is known is to be read anew. */
    public abstract void lost(String reason);

    /** Time passes. */
    public void tick(Instant now) {}

    /** Nothing more is sent. */
    public final void end() {
        ended = true;
        outbox.drop(this);
    }

    /** It ends by itself; why is sent even if nothing else of it is. */
    final void endWith(String frame) {
        outbox.answer(frame);
    }

    /** There is something to send. */
    final void ready() {
        if (!ended) {
            outbox.ready(this);
        }
    }
}
