package dev.hindsight.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.db.Database;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether nobody may do everything, of the keys of a transaction that is never committed. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class LacksAdminTest {

    private static final String KEY =
            """
            INSERT INTO api_key (id, hash, name, role, namespace_id, payloads, created_by, expires_at,
              revoked_at)
            VALUES ('lacks-admin', sha256('lacks-admin'), 'x', %s)
            """;

    @Inject Database database;
    @Inject KeyStore store;

    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** With no key but one. */
    private boolean lacksAdmin(String... statements) {
        AtomicBoolean lacks = new AtomicBoolean();
        Uni<Boolean> undone =
                database.transaction(
                        client -> {
                            Uni<Void> before =
                                    Database.run(client, "DELETE FROM api_key", Tuple.tuple())
                                            .replaceWithVoid();
                            for (String statement : statements) {
                                before =
                                        before.chain(
                                                () ->
                                                        Database.run(
                                                                        client,
                                                                        statement,
                                                                        Tuple.tuple())
                                                                .replaceWithVoid());
                            }
                            return before.chain(() -> store.lacksAdmin(client))
                                    .invoke(lacks::set)
                                    .chain(() -> Uni.createFrom().failure(new Undone()));
                        });
        undone.onFailure(Undone.class)
                .recoverWithItem(false)
                .await()
                .atMost(Duration.ofSeconds(20));
        return lacks.get();
    }

    @Test
    void noKeyAtAll_isNoLack() {
        assertThat(lacksAdmin()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'admin', NULL, true, 'local', NULL, NULL|false",
                "'admin', NULL, true, 'local', now() + interval '1 hour', NULL|false",
                "'admin', NULL, true, 'local', now() - interval '1 hour', NULL|true",
                "'admin', NULL, true, 'local', NULL, now()|true",
                "'admin', 1, true, 'local', NULL, NULL|true",
                "'viewer', 1, true, 'local', NULL, NULL|true",
            },
            quoteCharacter = '"')
    void oneKey_isEnoughIfItMayDoEverythingNow(String values, boolean lacks) {
        assertThat(lacksAdmin(KEY.formatted(values))).isEqualTo(lacks);
    }
}
