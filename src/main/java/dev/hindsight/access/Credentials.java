package dev.hindsight.access;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** One way in which callers prove who they are, implemented by beans; all of them are asked. */
public interface Credentials {

    /** The setting that lets them in. */
    AccessConfig.Mode mode();

    /**
     * What a bearer token permits now; empty if it is none of these, or has expired, or was revoked.
     * Immediately where it can be. Fails if that cannot be found out.
     */
    Uni<Optional<Grant>> find(String token);
}
