package dev.hindsight.checkpoint;

import java.util.Optional;

/** A place of an execution that holds one document, which is replaced whole. */
public enum Slot {
    /** The execution tree, which is JSON. */
    TREE("tree"),
    /** The engine's state of what is under way. */
    ACTIVE("active"),
    /** The engine's state of what is to come. */
    PENDING("pending");

    private final String word;

    Slot(String word) {
        this.word = word;
    }

    /** Its name on the wire and, of a state, in the database. */
    public String word() {
        return word;
    }

    /** The state of that name; empty for any other word, that of the tree included. */
    public static Optional<Slot> ofState(String word) {
        return word.equals(ACTIVE.word)
                ? Optional.of(ACTIVE)
                : word.equals(PENDING.word) ? Optional.of(PENDING) : Optional.empty();
    }
}
