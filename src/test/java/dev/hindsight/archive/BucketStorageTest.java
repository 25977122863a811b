package dev.hindsight.archive;

import static dev.hindsight.archive.Archives.entry;
import static dev.hindsight.archive.Archives.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class BucketStorageTest extends StoragePromises {

    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir static Path home;

    private static Bucket bucket;
    private static S3Client client;

    @TempDir Path staging;

    private final String prefix = "of-" + UUID.randomUUID() + "/";

    @BeforeAll
    static void start() throws IOException {
        bucket = Bucket.start(home);
        client = bucket.client();
    }

    @AfterAll
    static void stop() {
        bucket.close();
    }

    @Override
    Storage storage() {
        return storage(client);
    }

    private Storage storage(S3Client reached) {
        return new BucketStorage(() -> reached, Bucket.NAME, prefix, staging.resolve("a/b"));
    }

    @Override
    List<String> names() throws IOException {
        Stream<String> keys =
                client
                        .listObjectsV2Paginator(it -> it.bucket(Bucket.NAME).prefix(prefix))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .map(key -> key.substring(prefix.length()));
        return Stream.concat(keys, staged().stream().map(Path::toString)).toList();
    }

    private List<Path> staged() throws IOException {
        try (Stream<Path> files = Files.walk(staging)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Override
    byte[] bytes(String name) {
        return client.getObjectAsBytes(it -> it.bucket(Bucket.NAME).key(prefix + name))
                .asByteArray();
    }

    @Override
    void put(String name, byte[] content) {
        client.putObject(
                it -> it.bucket(Bucket.NAME).key(prefix + name), RequestBody.fromBytes(content));
    }

    @Override
    int stepOfFlips() {
        return 16;
    }

    @Test
    void stagedFile_isSweptOnceItIsOld() throws IOException {
        Storage storage = storage();
        Path left = storage.stage(ArchiveName.mint("default", Archives.LABEL.day()));
        Files.writeString(left, "some");

        assertThat(storage.sweep(Instant.now().minusSeconds(60))).isZero();
        assertThat(storage.sweep(Instant.now().plusSeconds(1))).isOne();

        assertThat(left).doesNotExist();
    }

    @Test
    void bucketThatIsNotThere_isToldOf() {
        Storage elsewhere =
                new BucketStorage(() -> client, "no-such-bucket", "", staging.resolve("x"));

        assertUnavailable(elsewhere, "The archive s3://no-such-bucket/ cannot be written: NoSuchB");
    }

    @Test
    void wrongCredentials_areToldOf() throws IOException {
        String answer =
                "<?xml version=\"1.0\"?><Error><Code>InvalidAccessKeyId</Code>"
                        + "<Message>The AWS Access Key Id you provided does not exist.</Message>"
                        + "</Error>";
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.getResponseHeaders().add("Content-Type", "application/xml");
                    exchange.sendResponseHeaders(403, answer.length());
                    exchange.getResponseBody().write(answer.getBytes(UTF_8));
                    exchange.close();
                });
        server.start();
        try {
            assertUnavailable(
                    storage(at(server.getAddress().getPort())),
                    "cannot be written: InvalidAccessKeyId The AWS Access Key Id you provided");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void endpointThatIsAway_isToldOfSoon() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertUnavailable(storage(at(port)), "cannot be written: ");
    }

    @Test
    void endpointThatNeverAnswers_isToldOfSoon() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            assertUnavailable(storage(at(silent.getLocalPort())), "cannot be written: ");
        }
    }

    private static S3Client at(int port) {
        return Bucket.client("http://127.0.0.1:" + port, SHORT);
    }

    private void assertUnavailable(Storage storage, String message) {
        Archive archive = Archives.on(storage);
        Duration soon = SHORT.multipliedBy(8);
        assertThatThrownBy(() -> archive.check().await().atMost(soon))
                .isInstanceOfSatisfying(ProblemException.class, this::isUnavailable)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> write(archive, entry(Uuid7.mint(), 1)))
                .isInstanceOfSatisfying(ProblemException.class, this::isUnavailable)
                .hasMessageContaining(message);
        String name = ArchiveName.mint("x", Archives.LABEL.day()).data();
        assertThatThrownBy(() -> Archives.read(archive, name, 0, 1))
                .isInstanceOfSatisfying(ProblemException.class, this::isUnavailable);
        assertThatThrownBy(() -> archive.delete(name).await().atMost(soon))
                .isInstanceOfSatisfying(ProblemException.class, this::isUnavailable);
    }

    private void isUnavailable(ProblemException problem) {
        assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE);
        assertThat(problem.detail()).doesNotContain("some-key");
    }
}
