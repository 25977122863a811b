package dev.hindsight.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.command.Commands;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys made from a terminal. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class KeysCommandTest {

    @Inject Commands commands;

    private int run(String... arguments) {
        return commands.run(
                Stream.concat(Stream.of("keys"), Stream.of(arguments)).toArray(String[]::new));
    }

    private String printed(String... arguments) {
        PrintStream terminal = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, UTF_8));
        try {
            assertThat(run(arguments)).isZero();
        } finally {
            System.setOut(terminal);
        }
        return bytes.toString(UTF_8);
    }

    private static List<String> stored(String token) {
        return Rows.texts(
                "SELECT concat_ws(' ', k.name, k.role, n.name, k.payloads, k.created_by,"
                        + " k.expires_at > now() + interval '89 days') FROM api_key k LEFT JOIN"
                        + " namespace n ON n.id = k.namespace_id WHERE k.id = $1",
                token.substring(3, 19));
    }

    @Test
    void key_isPrintedAndNothingElse() {
        String token = printed("create", "CI", "writer");

        assertThat(token).matches("hs_[0-9a-f]{16}_[0-9a-f]{64}\\R");
        assertThat(stored(token)).containsExactly("CI writer default t local");
    }

    @Test
    void options_areTaken() {
        String token =
                printed(
                        "create",
                        "x",
                        "viewer",
                        "--namespace=of-a-terminal",
                        "--no-payloads",
                        "--expires-in=P90D");

        assertThat(stored(token)).containsExactly("x viewer of-a-terminal f local t");
    }

    @Test
    void adminOfAll_isMade() {
        assertThat(stored(printed("create", "root", "admin", "--namespace=*")))
                .containsExactly("root admin t local");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "list",
                "create",
                "create k",
                "create k owner",
                "create k viewer --namespace=*",
                "create k viewer --namespace=-",
                "create k viewer --expires-in=tomorrow",
                "create k viewer --expires-in=-P1D",
                "create k viewer --forever"
            })
    void whatIsNotClear_isNotDone(String line) {
        long before = Rows.number("SELECT count(*) FROM api_key");

        assertThat(run(line.split(" "))).isEqualTo(2);

        assertThat(Rows.number("SELECT count(*) FROM api_key")).isEqualTo(before);
    }
}
