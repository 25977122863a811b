package dev.hindsight.image;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image of what was built, laid out by its Dockerfile and run by its entry point, as its user, where
 * only {@code /tmp} can be written. Needs Linux and root, as nobody else may mount; no container engine.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImageIT {

    /** What {@code docker stop} grants. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final ObjectReader JSON =
            new JsonMapper().reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @TempDir private static Path folder;

    private static @Nullable Path jdk;
    private static Tree tree;
    private static Map<String, String> before;
    private static Container container;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                Container.isPossible(),
                "images are only run as root, on Linux, where one may mount");
        boolean isNative = Artifact.isNative();
        Dockerfile image =
                Dockerfile.read(
                        Path.of(
                                "src/main/docker",
                                isNative ? "Dockerfile.native" : "Dockerfile.jvm"),
                        Map.of());
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        tree =
                Tree.of(
                        image,
                        new BuildContext(Path.of("")),
                        Files.createDirectory(folder.resolve("root")));
        if (isNative) {
            tree.addLibrariesOf(
                    tree.root().resolve(image.entrypoint().get(0).substring(1)), tree.root());
        } else {
            jdk = jdk();
            tree.addJdk(jdk);
        }
        before = tree.contents();
        container =
                Container.start(
                        image,
                        tree,
                        jdk,
                        Map.of(
                                "HINDSIGHT_DATABASE_URL", Postgres.NEWEST.freshDatabase(),
                                "HINDSIGHT_AUTH_NONE_ACCEPTED", "true",
                                "HINDSIGHT_AUTH", "none",
                                "QUARKUS_HTTP_PORT", "0",
                                "QUARKUS_LOG_CATEGORY__DEV_HINDSIGHT_EDGE__LEVEL", "DEBUG"));
        url = container.artifact().url().replace("0.0.0.0", "127.0.0.1");
    }

    /** That of the image, if there is one; else the one that runs this. */
    private static Path jdk() throws IOException {
        Path all = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(all)) {
            try (Stream<Path> jdks = Files.list(all)) {
                List<Path> found =
                        jdks.filter(it -> it.getFileName().toString().contains("-25"))
                                .filter(it -> Files.isExecutable(it.resolve("bin/java")))
                                .toList();
                if (!found.isEmpty()) {
                    return found.get(0).toRealPath();
                }
            }
        }
        return Path.of(System.getProperty("java.home")).toRealPath();
    }

    @AfterAll
    static void end() {
        if (container != null) {
            container.close();
        }
    }

    @Test
    void service_keepsWhatIsReported() {
        given().contentType("application/json")
                .body("{\"externalId\": \"in-a-container\", \"workflowId\": \"w\"}")
                .post(url + "/api/v1/executions")
                .then()
                .statusCode(201);

        given().get(url + "/api/v1/executions/ext:in-a-container")
                .then()
                .statusCode(200)
                .body("workflowId", equalTo("w"));
        given().get(url + "/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void dashboard_isServed() {
        given().get(url + "/ui/").then().statusCode(200).body(containsString("/ui/static/"));
    }

    @Test
    void user_canWriteToTmpAlone() throws Exception {
        // Something of the application's own may lie in /tmp, which is asked for first.
        assertThat(container.writable()).isNotEmpty().allMatch(file -> file.startsWith("/tmp"));
        assertThat(container.write("/tmp/allowed")).isEmpty();
        assertThat(container.write("/app/forbidden")).contains("Read-only file system");
        assertThat(container.write("/forbidden")).contains("Read-only file system");
        assertThat(before).doesNotContainKey("/tmp/allowed");
    }

    @Test
    void shells_areNone() {
        assertThat(before.keySet())
                .noneMatch(file -> file.matches(".*/(ba|da|a|z|k|fi|c|tc)?sh|.*/busybox"));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void end_isInOrderAndLeavesNothing() throws Exception {
        given().header("X-Request-Id", "asked-in-a-container")
                .get(url + "/api/v1/executions/ext:nowhere")
                .then()
                .statusCode(404);
        long asked = System.nanoTime();

        container.terminate();

        // 128 and the signal's number: it ended because it was told to.
        assertThat(container.artifact().exitCode()).isEqualTo(143);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(PATIENCE);
        assertThat(tree.contents()).isEqualTo(before);
        assertThat(container.artifact().said())
                .isNotEmpty()
                .allSatisfy(
                        line -> {
                            JsonNode event = JSON.readTree(line);
                            assertThat(event.path("timestamp").asText()).isNotEmpty();
                            assertThat(event.path("level").asText()).isNotEmpty();
                            assertThat(event.path("loggerName").asText()).isNotEmpty();
                            assertThat(event.path("message").asText()).isNotEmpty();
                        })
                .anySatisfy(
                        line ->
                                assertThat(JSON.readTree(line).at("/mdc/requestId").asText())
                                        .isEqualTo("asked-in-a-container"))
                .anySatisfy(line -> assertThat(line).contains("stopped in"));
    }
}
