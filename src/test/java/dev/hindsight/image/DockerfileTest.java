package dev.hindsight.image;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Dockerfiles say, as far as that shows without building anything. */
class DockerfileTest {

    private static final Path FOLDER = Path.of("src/main/docker");

    private static final Map<String, String> ARGUMENTS =
            Map.of("VERSION", "1.2.3", "REVISION", "0a1b2c", "SOURCE", "https://example.org/here");

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void image_saysWhereItIsFrom(String name) throws IOException {
        Dockerfile image = Dockerfile.read(FOLDER.resolve(name), ARGUMENTS);

        assertThat(image.labels())
                .contains(
                        entry("org.opencontainers.image.version", "1.2.3"),
                        entry("org.opencontainers.image.revision", "0a1b2c"),
                        entry("org.opencontainers.image.source", "https://example.org/here"),
                        entry("org.opencontainers.image.base.name", image.base()));
        assertThat(image.base()).startsWith("gcr.io/distroless/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void image_belongsToRootAndIsRunByAnother(String name) throws IOException {
        Dockerfile image = Dockerfile.read(FOLDER.resolve(name), ARGUMENTS);

        assertThat(image.user()).isPositive();
        assertThat(image.group()).isPositive();
        assertThat(image.copies())
                .isNotEmpty()
                .allSatisfy(
                        copy -> {
                            assertThat(copy.user()).isZero();
                            assertThat(copy.group()).isZero();
                            assertThat(copy.mode()).isEqualTo(0555);
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native"})
    void image_exposesThePortThatIsListenedOn(String name) throws IOException {
        Properties settings = new Properties();
        try (Reader in =
                Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            settings.load(in);
        }

        assertThat(Dockerfile.read(FOLDER.resolve(name), ARGUMENTS).port())
                .isEqualTo(Integer.parseInt(settings.getProperty("quarkus.http.port")));
    }

    @Test
    void base_canBePinned() throws IOException {
        Map<String, String> arguments = Map.of("BASE", "example.org/base@sha256:00");

        for (String name : List.of("Dockerfile.jvm", "Dockerfile.native", "Dockerfile.aot")) {
            assertThat(Dockerfile.read(FOLDER.resolve(name), arguments).base())
                    .isEqualTo("example.org/base@sha256:00");
        }
    }

    @Test
    void cachedImage_isStartedAsTheOther() throws IOException {
        Dockerfile plain = Dockerfile.read(FOLDER.resolve("Dockerfile.jvm"), Map.of());
        Dockerfile cached = Dockerfile.read(FOLDER.resolve("Dockerfile.aot"), Map.of());

        List<String> withoutCache = new ArrayList<>(cached.entrypoint());
        assertThat(withoutCache.remove("-XX:AOTCache=" + cached.copies().get(0).target())).isTrue();
        assertThat(withoutCache).isEqualTo(plain.entrypoint());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN apt-get update",
                "FROM another",
                "USER nonroot",
                "COPY a /b",
                "ENV NAME value",
                "ENTRYPOINT /app/hindsight",
                "LABEL a=\"${NOWHERE}\""
            })
    void whatWouldNotBeSeen_isRefused(String instruction) {
        String text = "FROM base\n" + instruction + "\nENTRYPOINT [\"/app/hindsight\"]\n";

        assertThatThrownBy(() -> Dockerfile.of(text, Map.of()))
                .isInstanceOfAny(IllegalArgumentException.class, IOException.class);
    }
}
