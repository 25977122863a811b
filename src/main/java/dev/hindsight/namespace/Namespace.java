package dev.hindsight.namespace;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A world of its own.
 *
 * @param id leads every row of it
 * @param name 1 to 63 of {@code [A-Za-z0-9._-]}, beginning with a letter or digit
 */
public record Namespace(int id, String name, OffsetDateTime createdAt, Quotas quotas) {

    /** Id of the namespace {@code default}, which every installation has. */
    public static final int DEFAULT_ID = 1;

    /** Name of the namespace that is meant where none is named. */
    public static final String DEFAULT = "default";

    /** Stands for all of them, and names none. */
    public static final String ALL = "*";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /**
     * What its callers may use together: its keys, and the bearers of tokens that name it. Who is of all
     * namespaces is no caller of any of them, also while one is selected.
     *
     * @param requestsPerSecond on each replica, after a first burst of as many; {@code null}: of each
     *     caller what the settings say
     * @param liveConnections on each replica; {@code null}: as many as there is room for
     * @param bytesPerDay of bodies of what they report, after inflation, in a day (UTC) on all replicas;
     *     {@code null}: as many as they like
     */
    @RegisterForReflection
    public record Quotas(
            @Nullable Integer requestsPerSecond,
            @Nullable Integer liveConnections,
            @Nullable Long bytesPerDay) {

        /** No limits of its own. */
        public static final Quotas NONE = new Quotas(null, null, null);
    }

    /** Whether a namespace may be called that. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
