package dev.hindsight.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of connections to a server that refuses TLS, or says nothing. */
@Timeout(30)
class ConnectorTest {

    private static final int TLS_REQUEST_LENGTH = 8;
    private static final int CLOSED = -1;

    private final Vertx vertx = Vertx.vertx();
    private ServerSocket server;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void connectionOnWhichTlsWasRefused_isClosedBeforeTheServerCloses() throws IOException {
        connect(SslMode.PREFER);

        try (Socket first = server.accept()) {
            first.getInputStream().readNBytes(TLS_REQUEST_LENGTH);
            first.getOutputStream().write('N');
            try (Socket second = server.accept()) {
                assertThat(second.getInputStream().readNBytes(TLS_REQUEST_LENGTH)).isNotEmpty();
                // In less time than silence takes, which would close both.
                first.setSoTimeout(2_000);
                assertThat(first.getInputStream().read()).isEqualTo(CLOSED);
            }
        }
    }

    @Test
    void connectionOnWhichNothingIsSaid_isClosedAndFails() throws IOException {
        CompletionStage<SqlConnection> made = connect(SslMode.DISABLE);

        try (Socket silent = server.accept()) {
            while (silent.getInputStream().read() != CLOSED) {
                // The start of a session, to which there is no answer.
            }
            assertThatThrownBy(() -> made.toCompletableFuture().join())
                    .hasCauseInstanceOf(ClosedConnectionException.class);
        }
    }

    private CompletionStage<SqlConnection> connect(SslMode mode) {
        PgConnectOptions options =
                new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(server.getLocalPort())
                        .setUser("u")
                        .setPassword("p")
                        .setDatabase("d")
                        .setSslMode(mode);
        options.setTrustAll(true);
        return new Connector((VertxInternal) vertx, options)
                .connect(((VertxInternal) vertx).createEventLoopContext())
                .toCompletionStage();
    }
}
