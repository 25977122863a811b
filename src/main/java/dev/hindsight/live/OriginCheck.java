package dev.hindsight.live;

import dev.hindsight.edge.CrossSite;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Keeps pages of other sites from watching through the browser of somebody who may. Whoever is no
 * browser sends no origin, and is let in.
 */
@Singleton
final class OriginCheck implements HttpUpgradeCheck {

    private static final int FORBIDDEN = 403;
    private static final String ALL = "*";

    private final LiveConfig config;

    OriginCheck(LiveConfig config) {
        this.config = config;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        HttpServerRequest request = context.httpRequest();
        context.userData().put(LiveConnection.CARRIER, request.connection());
        Set<String> allowed = config.allowedOrigins().orElse(Set.of());
        boolean isForeign =
                !allowed.contains(ALL)
                        && request.headers().getAll("Origin").stream()
                                .anyMatch(
                                        origin ->
                                                !allowed.contains(origin)
                                                        && !CrossSite.isOf(
                                                                request.authority(), origin));
        return isForeign ? CheckResult.rejectUpgrade(FORBIDDEN) : CheckResult.permitUpgrade();
    }
}
