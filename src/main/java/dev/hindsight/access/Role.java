package dev.hindsight.access;

/** What a caller may do. Each role may do all that the one before it may. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Also writes. */
    WRITER,
    /** Also deletes in bulk, and manages retention, keys and webhooks. */
    ADMIN
}
