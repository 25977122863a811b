package dev.hindsight.access;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * One way in which callers prove who they are, implemented by beans; those that are open are asked one
 * after the other, in the order of their modes, until one recognizes the token or fails.
 */
public interface Credentials {

    /** The setting that lets them in. */
    AccessConfig.Mode mode();

    /**
     * What a bearer token permits now; empty if it is none of these, or has expired, or was revoked.
     * Immediately where it can be. Fails if that cannot be found out; also, where there is more to say
     * about a token of this kind, with {@code unauthenticated} or {@code forbidden}.
     */
    Uni<Optional<Grant>> find(String token);
}
