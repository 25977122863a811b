package dev.hindsight.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the published contract, asked by everybody whom it does not concern. */
@QuarkusTest
@TestProfile(KeysProfile.class)
class EveryRouteTest {

    private static final String OURS = Property.unheardOf();
    private static final String THEIRS = Property.unheardOf();

    private static Key viewer = Key.ADMIN;
    private static Key writer = Key.ADMIN;
    private static Key admin = Key.ADMIN;
    private static Key owner = Key.ADMIN;
    private static List<String> invalid = List.of();

    /** Once: before the first test the address of the service is not known. */
    @BeforeEach
    void makeKeys() {
        if (!invalid.isEmpty()) {
            return;
        }
        viewer = Key.of(OURS, "viewer");
        writer = Key.of(OURS, "writer");
        admin = Key.of(OURS, "admin");
        owner = Key.of(THEIRS, "admin");
        String wrong = owner.token().substring(0, 24) + "0".repeat(60);
        invalid =
                List.of(
                        "Bearer " + wrong,
                        "Bearer " + Key.expired(THEIRS).token(),
                        "Bearer " + Key.revoked(THEIRS).token(),
                        "Bearer hs_0123456789abcdef_" + "0".repeat(64),
                        "Bearer " + Key.ADMIN.token() + "x",
                        "Bearer ",
                        "Bearer",
                        "Basic " + owner.token(),
                        owner.token());
    }

    static Stream<Route> routes() {
        return Route.all().stream();
    }

    static Stream<Route> endingRoutes() {
        return routes().filter(route -> !route.isEndless());
    }

    static Stream<Route> routesAboutSomething() {
        return routes().filter(Route::isAboutSomething);
    }

    @Test
    void contract_isReadWhole() {
        assertThat(routes()).hasSizeGreaterThan(45);
        assertThat(routesAboutSomething()).hasSizeGreaterThan(35);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void withoutCredential_nothingIsSaid(Route route) {
        Property theirs = Property.of(owner, THEIRS);

        Answer told = ask(route, theirs, false, null);

        assertThat(told.status()).isEqualTo(401);
        assertThat(told.text("/type")).isEqualTo("/problems/unauthenticated");
        assertThat(told.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(told.header("X-Request-Id")).isNotEmpty();
        assertSame(told, theirs, route, false, null);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void invalidCredential_isAsGoodAsNone(Route route) {
        Property theirs = Property.of(owner, THEIRS);
        Answer none = ask(route, theirs, false, null);

        for (String authorization : invalid) {
            Answer told = ask(route, theirs, false, authorization);

            assertThat(told.status()).as(authorization).isEqualTo(401);
            assertThat(told.http().body()).isEqualTo(none.http().body());
            assertThat(headers(told, theirs)).isEqualTo(headers(none, theirs));
        }
    }

    @ParameterizedTest
    @MethodSource("endingRoutes")
    void viewer_readsAndDoesNothingElse(Route route) {
        Property ours = Property.of(admin, OURS);

        Answer told = ask(route, ours, false, "Bearer " + viewer.token());

        if (route.isReading() && !route.isManaged()) {
            assertThat(told.status()).isEqualTo(200);
        } else {
            assertForbidden(told);
            assertSame(told, ours, route, false, "Bearer " + viewer.token());
        }
    }

    @ParameterizedTest
    @MethodSource("endingRoutes")
    void writer_managesNothing(Route route) {
        Property ours = Property.of(admin, OURS);

        Answer told = ask(route, ours, false, "Bearer " + writer.token());

        if (route.isManaged()) {
            assertForbidden(told);
        } else {
            // Of nothing nothing can be imported, but that is for another reason.
            assertThat(told.status()).isNotIn(401, 403, 404, 500).isLessThan(405);
        }
    }

    @ParameterizedTest
    @MethodSource("routesAboutSomething")
    void stranger_cannotTellWhatIsThere(Route route) {
        for (boolean external : new boolean[] {false, true}) {
            Property theirs = Property.of(owner, THEIRS);
            Answer before = owner.get("/api/v1/executions/" + theirs.execution());

            Answer told = ask(route, theirs, external, "Bearer " + admin.token());

            // Only what is not valid is refused before it is looked for.
            assertThat(told.status()).isNotEqualTo(400);
            assertSame(told, theirs, route, external, "Bearer " + admin.token());
            Answer after = owner.get("/api/v1/executions/" + theirs.execution());
            assertThat(after.http().body()).isEqualTo(before.http().body());
            assertThat(owner.get("/api/v1/keys").status()).isEqualTo(200);
        }
    }

    /** The answer is the same, name for name, as about what is nowhere. */
    private static void assertSame(
            Answer told,
            Property theirs,
            Route route,
            boolean external,
            @Nullable String authorization) {
        Property nobodys = Property.nobodys();
        Answer other = ask(route, nobodys, external, authorization);
        assertThat(told.status()).isEqualTo(other.status());
        assertThat(timeless(theirs.anonymous(told.http().body())))
                .isEqualTo(timeless(nobodys.anonymous(other.http().body())));
        assertThat(headers(told, theirs)).isEqualTo(headers(other, nobodys));
    }

    private static String timeless(String body) {
        return body.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "now")
                .replaceAll("hs_[0-9a-f_]{81}|\"id\":\"[0-9a-f]{16}\"", "new");
    }

    private static Map<String, List<String>> headers(Answer told, Property about) {
        Map<String, List<String>> headers = new TreeMap<>(told.http().headers().map());
        headers.keySet().removeIf("x-request-id"::equalsIgnoreCase);
        headers.replaceAll(
                (name, values) ->
                        values.stream()
                                .map(about::anonymous)
                                .map(it -> it.replaceAll("keys/[0-9a-f]{16}", "keys/new"))
                                .toList());
        return headers;
    }

    private static Answer ask(
            Route route, Property about, boolean external, @Nullable String authorization) {
        Stream<String> type =
                route.type() == null ? Stream.of() : Stream.of("Content-Type", route.type());
        Stream<String> credential =
                authorization == null ? Stream.of() : Stream.of("Authorization", authorization);
        return Api.send(
                route.method(),
                route.pathTo(about, external),
                route.body(about),
                Stream.concat(type, credential).toArray(String[]::new));
    }

    private static void assertForbidden(Answer told) {
        assertThat(told.status()).as(told.http().body()).isEqualTo(403);
        assertThat(told.text("/type")).isEqualTo("/problems/forbidden");
    }
}
