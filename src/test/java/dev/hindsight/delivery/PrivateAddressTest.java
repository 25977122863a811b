package dev.hindsight.delivery;

import static dev.hindsight.fixture.Api.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Private addresses, where they are not sent to: also when a name has come to mean one. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class PrivateAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"})
    void privateAddress_isNotSentTo(String host) {
        try (Receiver receiver = new Receiver()) {
            Hooks hooks = new Hooks();
            hooks.hook("h", "http://example.org/", "'events': ['execution.created']");
            Rows.run("UPDATE webhook SET url = $1", receiver.url().replace("127.0.0.1", host));
            hooks.report(fresh(), "");

            Hooks.tell();

            assertThat(receiver.calls()).isEmpty();
            assertThat(hooks.deliveries("h", "").text("/items/0/lastError"))
                    .isEqualTo(
                            "The name leads to an address of a private network, which is not sent"
                                    + " to.");
        }
    }
}
