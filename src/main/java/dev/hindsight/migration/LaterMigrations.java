package dev.hindsight.migration;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/**
 * Migrations that a later release has made, as far as the schema's own history tells of them.
 *
 * <p>The name of a migration ends with the last one that a release has to know for working on what
 * it leaves: {@code V130__step_owner_since_120.sql}. One that only adds what older releases do not
 * miss names the first release's; one that takes away what the release before has ceased to use names
 * that one's last. Where it says nothing, no older release works on it.
 */
final class LaterMigrations {

    private static final Pattern SINCE = Pattern.compile(".* since (\\d{1,9})");

    private final List<MigrationInfo> later;
    private final MigrationVersion known;

    /**
     * Those among all migrations that this release, the history or both know of.
     *
     * @param all at least one of which is this release's
     */
    LaterMigrations(MigrationInfo[] all) {
        this.later = Arrays.stream(all).filter(LaterMigrations::isLater).toList();
        this.known =
                Arrays.stream(all)
                        .filter(migration -> !isLater(migration))
                        .map(MigrationInfo::getVersion)
                        .max(MigrationVersion::compareTo)
                        .orElseThrow();
    }

    static boolean isLater(MigrationInfo migration) {
        MigrationState state = migration.getState();
        return state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED;
    }

    boolean isPresent() {
        return !later.isEmpty();
    }

    /** Whether all of them succeeded, and say that who knows as much as this release can live with them. */
    boolean suitsThisRelease() {
        return later.stream().allMatch(this::suits);
    }

    private boolean suits(MigrationInfo migration) {
        MigrationVersion since = since(migration.getDescription());
        return migration.getState() == MigrationState.FUTURE_SUCCESS
                && since != null
                && known.compareTo(since) >= 0;
    }

    /** The migration that has to be known for working on what another one leaves; null if none will do. */
    static @Nullable MigrationVersion since(String description) {
        Matcher said = SINCE.matcher(description);
        return said.matches() ? MigrationVersion.fromVersion(said.group(1)) : null;
    }
}
