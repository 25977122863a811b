package dev.hindsight.subscription;

import io.smallrye.mutiny.Uni;

/** Where a watcher is reached. */
public interface Wire {

    /** Sends a frame; ends when the next one may be sent, fails when it cannot be. */
    Uni<Void> send(String frame);

    /** Ends the connection: its reader is too slow. Nothing is sent any more. */
    void giveUp();
}
