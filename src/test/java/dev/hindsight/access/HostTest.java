package dev.hindsight.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Without access control a browser must not be led here by the name of another site, whose pages could
 * then read everything.
 */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class HostTest {

    private static final String UPGRADE =
            String.join(
                    "\r\n",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "");

    private static String ask(String path, String host, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            String request =
                    "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n"
                            .formatted(path, host, headers);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            socket.setSoTimeout(10_000);
            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(status, US_ASCII).replace("HTTP/1.1 ", "");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "127.0.0.1",
                "127.0.0.1:80",
                "[::1]",
                "[::1]:8080",
                "LOCALHOST",
                "hindsight.localhost",
                "x",
                "10.0.0.1",
                "history.example",
                "history.internal:8080"
            })
    void thisMachine_isServed(String host) throws IOException {
        assertThat(ask("/api/v1/executions", host, "")).isEqualTo("200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rebound.com",
                "rebound.com:8080",
                "rebound.com.",
                "localhost.rebound.com",
                "127.0.0.1.rebound.co.uk",
                "REBOUND.XN--P1AI"
            })
    void anotherName_isRefused(String host) throws IOException {
        assertThat(ask("/api/v1/executions", host, "")).isEqualTo("403");
        assertThat(ask("/api/v1/live", host, UPGRADE)).isEqualTo("403");
        assertThat(ask("/q/health/live", host, "")).isEqualTo("200");
    }

    @Test
    void everybody_isAnAdminOfAllNamespaces() {
        String name = Property.unheardOf();

        assertThat(Api.put("/api/v1/namespaces/" + name, "{}").status()).isEqualTo(201);
        assertThat(
                        Api.send("GET", "/api/v1/executions", null, "Hindsight-Namespace", name)
                                .status())
                .isEqualTo(200);
        assertThat(Api.get("/api/v1/keys").status()).isEqualTo(200);
    }
}
