package dev.hindsight.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Artifact;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service behind a certificate of its own, with a database behind the same one. */
class EncryptedIT {

    private static final String KEY = "an-admin-key-of-this-test-alone-0123456789";

    private static final String PASSWORD = "changeit";

    @TempDir Path folder;

    private Path certificate = Path.of("");
    private Path privateKey = Path.of("");
    private SSLContext trust;

    /** As an operator makes one for a first try. */
    @BeforeEach
    void makeCertificate() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "own",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost,ip:127.0.0.1",
                                "-validity",
                                "2",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD)
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        certificate = pem("tls.crt", "CERTIFICATE", keys.getCertificate("own").getEncoded());
        privateKey =
                pem(
                        "tls.key",
                        "PRIVATE KEY",
                        keys.getKey("own", PASSWORD.toCharArray()).getEncoded());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("own", keys.getCertificate("own"));
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        trust = SSLContext.getInstance("TLS");
        trust.init(null, managers.getTrustManagers(), null);
        Files.setPosixFilePermissions(privateKey, PosixFilePermissions.fromString("rw-------"));
    }

    private Path pem(String name, String kind, byte[] der) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                        .formatted(
                                kind,
                                Base64.getMimeEncoder(64, "\n".getBytes(UTF_8))
                                        .encodeToString(der)));
    }

    private Map<String, String> settings(String database) {
        Map<String, String> settings = new HashMap<>();
        settings.put("HINDSIGHT_DATABASE_URL", database);
        settings.put("HINDSIGHT_AUTH", "keys");
        settings.put("HINDSIGHT_ADMIN_KEY", KEY);
        settings.put("QUARKUS_HTTP_SSL_CERTIFICATE_FILES", certificate.toString());
        settings.put("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES", privateKey.toString());
        settings.put("QUARKUS_HTTP_SSL_PORT", "0");
        settings.put("QUARKUS_HTTP_INSECURE_REQUESTS", "disabled");
        return settings;
    }

    private record Ended(int exitCode, String said) {}

    private static Ended run(Map<String, String> settings, String... arguments) throws Exception {
        try (Artifact command = Artifact.start(settings, arguments)) {
            String said = command.rest();
            return new Ended(command.exitCode(), said);
        }
    }

    @Test
    void service_isServedOverTlsAlone() throws Exception {
        try (EmbeddedPostgres server = encryptedDatabase();
                Artifact service = Artifact.start(settings(url(server)))) {
            String url = service.url();
            Map<String, String> stranger = Map.of("HINDSIGHT_URL", url, "HINDSIGHT_KEY", KEY);
            Map<String, String> trusting = new HashMap<>(stranger);
            trusting.put("HINDSIGHT_CACERT", certificate.toString());

            assertThat(url).startsWith("https://");
            assertThat(report(url)).isEqualTo(201);
            assertThatThrownBy(() -> report(url.replace("https:", "http:")))
                    .isInstanceOf(IOException.class);
            Ended list = run(trusting, "list");
            assertThat(list.exitCode()).as(list.said()).isZero();
            assertThat(list.said()).contains("  a  ");
            // By a WebSocket.
            Ended tail = run(trusting, "tail", "ext:a");
            assertThat(tail.exitCode()).as(tail.said()).isZero();
            assertThat(tail.said()).contains("over the wire");
            Ended refused = run(stranger, "list");
            assertThat(refused.exitCode()).isOne();
            assertThat(refused.said())
                    .startsWith(
                            "hindsight: TLS with "
                                    + url
                                    + " failed: its certificate is not trusted;")
                    .hasLineCount(1);
            trusting.put("HINDSIGHT_CACERT", privateKey.toString());
            assertThat(run(trusting, "list").said()).contains("--cacert names no file");
            assertThat(service.complaints()).isEmpty();
        }
    }

    /** Reports a completed execution with a line; tells the status of the answer. */
    private int report(String url) throws Exception {
        String body =
                "{'workflowId': 'w', 'externalId': 'a', 'status': 'completed',"
                        + " 'logs': [{'message': 'over the wire'}]}";
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + Api.EXECUTIONS))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(Api.json(body)))
                        .timeout(Duration.ofSeconds(30))
                        .build();
        HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trust)
                        .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private EmbeddedPostgres encryptedDatabase() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificate.toString())
                .setServerConfig("ssl_key_file", privateKey.toString())
                .start();
    }

    private String url(EmbeddedPostgres server) {
        return "postgresql://postgres:postgres@localhost:%d/postgres?sslmode=verify-full&sslrootcert=%s"
                .formatted(server.getPort(), certificate);
    }
}
