package dev.hindsight.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What libraries tell the log that nobody acts on. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class LogCategoriesTest {

    /** Where MCP is, one place of which is closed here; each probe of a service that ends. */
    @ParameterizedTest
    @ValueSource(strings = {"io.quarkiverse.mcp.server", "io.smallrye.health"})
    void news_areNotLogged(String category) {
        Logger logger = Logger.getLogger(category);

        assertThat(logger.isLoggable(Level.INFO)).isFalse();
        assertThat(logger.isLoggable(Level.SEVERE)).isTrue();
    }
}
