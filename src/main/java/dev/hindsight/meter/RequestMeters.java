package dev.hindsight.meter;

import dev.hindsight.edge.RouteTable;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the labels of HTTP requests to values that the service knows, and sorts requests into a few
 * buckets by how long they took.
 *
 * <p>The framework asks only for labels that it has not seen yet, or that are changed here: a request of
 * a known path and method costs nothing.
 */
@Singleton
final class RequestMeters implements MeterFilter {

    private static final String SERVER = "http.server.";

    private static final String REQUESTS = "http.server.requests";

    /** What is none of the service's own paths or methods. */
    static final String OTHER = "OTHER";

    /** Where the dashboard is: every address below it is one page. */
    static final String PAGES = "/ui/{page}";

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** Paths that no resource has: the framework's words for some, the root, the WebSocket, and MCP. */
    private static final Set<String> PATHS =
            Set.of(
                    "NOT_FOUND",
                    "REDIRECTION",
                    "UNKNOWN",
                    "/cors-preflight",
                    "root",
                    "/",
                    "/ui",
                    "/api/v1/live",
                    "/mcp");

    /** Bounds of the buckets: what a report, a list and a search should take, and what is too long. */
    private static final double[] BUCKETS =
            Stream.of(5, 10, 25, 50, 100, 250, 1_000, 5_000)
                    .map(Duration::ofMillis)
                    .mapToDouble(Duration::toNanos)
                    .toArray();

    private volatile @Nullable Set<String> resources;

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith(SERVER)) {
            return id;
        }
        Meter.Id known = id;
        String method = id.getTag("method");
        if (method != null && !METHODS.contains(method)) {
            known = known.replaceTags(with(known, "method", OTHER));
        }
        String uri = id.getTag("uri");
        if (uri != null && !isKnown(uri)) {
            known = known.replaceTags(with(known, "uri", uri.startsWith("/ui/") ? PAGES : OTHER));
        }
        return known;
    }

    private static Iterable<Tag> with(Meter.Id id, String key, String value) {
        return id.getTags().stream()
                .map(tag -> tag.getKey().equals(key) ? Tag.of(key, value) : tag)
                .toList();
    }

    private boolean isKnown(String uri) {
        return PATHS.contains(uri) || resources().contains(uri);
    }

    private Set<String> resources() {
        Set<String> known = resources;
        if (known == null) {
            known = RouteTable.templates();
            // Before the first request there may be none yet.
            resources = known.isEmpty() ? null : known;
        }
        return known;
    }

    @Override
    public DistributionStatisticConfig configure(
            Meter.Id id, DistributionStatisticConfig configured) {
        return id.getName().equals(REQUESTS)
                ? DistributionStatisticConfig.builder()
                        .serviceLevelObjectives(BUCKETS)
                        .build()
                        .merge(configured)
                : configured;
    }
}
