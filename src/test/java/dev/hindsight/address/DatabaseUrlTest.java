package dev.hindsight.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.problem.StartFailure;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

class DatabaseUrlTest {

    @Nested
    class Parts {

        @Test
        void parse_readsEveryPart() {
            DatabaseUrl url =
                    DatabaseUrl.parse(
                            "HINDSIGHT_DATABASE_URL",
                            "postgresql://ann:secret@db.example:6432/history");

            assertThat(url.user()).isEqualTo("ann");
            assertThat(url.password()).isEqualTo("secret");
            assertThat(url.host()).isEqualTo("db.example");
            assertThat(url.port()).isEqualTo(6432);
            assertThat(url.database()).isEqualTo("history");
        }

        @Test
        void parse_takesTheShortSchemeTheUsualPortAndNoPassword() {
            DatabaseUrl url =
                    DatabaseUrl.parse("HINDSIGHT_DATABASE_URL", "postgres://ann@[::1]/history");

            assertThat(url.port()).isEqualTo(5432);
            assertThat(url.password()).isNull();
            assertThat(url.host()).isEqualTo("[::1]");
        }

        @Test
        void parse_decodesPercentButNotPlus() {
            DatabaseUrl url =
                    DatabaseUrl.parse(
                            "HINDSIGHT_DATABASE_URL",
                            "postgresql://a%40b:p%3A%2F+%25%C3%BC@h/my%20base%2C1");

            assertThat(url.user()).isEqualTo("a@b");
            assertThat(url.password()).isEqualTo("p:/+%ü");
            assertThat(url.database()).isEqualTo("my base,1");
        }

        @Test
        void toString_tellsNoPassword() {
            assertThat(
                            DatabaseUrl.parse(
                                            "HINDSIGHT_DATABASE_URL", "postgresql://ann:s3cret@h/d")
                                    .toString())
                    .doesNotContain("s3cret");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ann:s3cret@h",
                "postgresql://ann:s3cret@h/",
                "postgresql://:s3cret@h/d",
                "postgresql://h/d",
                "postgresql://ann:s3cret@h:0/d",
                "postgresql://ann:s3cret@h:65536/d",
                "postgresql://ann:s3cret@h:five/d",
                "postgresql://ann:s3cret%zz@h/d",
                "postgresql://ann:s3cret%FF@h/d",
                "postgresql://ann:s3cret/@h/d",
                "postgresql://ann:s3cret@one,two/d",
                "postgresql://ann:s3cret@h/d?sslmode=maybe",
                "postgresql://ann:s3cret@h/d?sslmode",
                "postgresql://ann:s3cret@h/d?channel_binding=require",
                "postgresql://ann:s3cret@h/d#s3cret",
                "jdbc:postgresql://ann:s3cret@h/d",
                "mysql://ann:s3cret@h/d",
                "s3cret"
            })
    void parse_refusesInOneLineWithoutThePassword(String malformed) {
        assertThatThrownBy(() -> DatabaseUrl.parse("HINDSIGHT_DATABASE_URL", malformed))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("HINDSIGHT_DATABASE_URL cannot be used: ")
                .hasMessageNotContaining("s3cret")
                .hasMessageNotContaining("\n");
    }

    /** What the two drivers make of the settings that are derived. */
    @Nested
    class Drivers {

        @Test
        void bothDrivers_readThePlaceAndTheEncryption() {
            SmallRyeConfig settings =
                    settings("postgresql://ann:x@[::1]:6432/my%20base%2C1?sslmode=require");

            PgConnectOptions reactive = reactive(settings);
            assertThat(reactive.getHost()).isEqualTo("::1");
            assertThat(reactive.getPort()).isEqualTo(6432);
            assertThat(reactive.getDatabase()).isEqualTo("my base,1");
            assertThat(reactive.getSslMode()).isEqualTo(SslMode.REQUIRE);
            assertThat(reactive.getProperties()).containsEntry("application_name", "hindsight");
            assertThat(jdbc(settings))
                    .containsEntry("PGHOST", "[::1]")
                    .containsEntry("PGPORT", "6432")
                    .containsEntry("PGDBNAME", "my base,1")
                    .containsEntry("sslmode", "require")
                    .containsEntry("ApplicationName", "hindsight");
        }

        @Test
        void encryption_isPreferredUnlessSaid() {
            SmallRyeConfig settings = settings("postgresql://ann:x@h/d");

            assertThat(reactive(settings).getSslMode()).isEqualTo(SslMode.PREFER);
            assertThat(jdbc(settings)).containsEntry("sslmode", "prefer");
            assertThat(text(settings, "quarkus.datasource.reactive.trust-all")).isEqualTo("true");
        }

        @Test
        void verifyFull_trustsTheGivenCertificatesAndChecksTheName() {
            SmallRyeConfig settings =
                    settings(
                            "postgresql://a:x@h/d?sslmode=verify-full&sslrootcert=/etc/my%20ca.pem");

            assertThat(text(settings, "quarkus.datasource.reactive.trust-all")).isEqualTo("false");
            assertThat(
                            text(
                                    settings,
                                    "quarkus.datasource.reactive.hostname-verification-algorithm"))
                    .isEqualTo("HTTPS");
            assertThat(text(settings, "quarkus.datasource.reactive.trust-certificate-pem.certs"))
                    .isEqualTo("/etc/my ca.pem");
            assertThat(jdbc(settings))
                    .containsEntry("sslmode", "verify-full")
                    .containsEntry("sslrootcert", "/etc/my ca.pem")
                    .doesNotContainKey("sslfactory");
        }

        @Test
        void verifyFull_trustsWhatTheJvmTrustsOtherwise() {
            SmallRyeConfig settings = settings("postgresql://a:x@h/d?sslmode=verify-full");

            assertThat(jdbc(settings))
                    .containsEntry("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }

        @ParameterizedTest
        @ValueSource(strings = {"$", "$$", "a${user.home}b", "\\$", "\\\\$$\\", "${", "a\\${x}$"})
        void password_arrivesAsItIs(String password) {
            String encoded = password.replace("%", "%25").replace("$", "%24").replace("\\", "%5C");
            SmallRyeConfig settings = settings("postgresql://a:" + encoded + "@h/d");

            assertThat(text(settings, "quarkus.datasource.password")).isEqualTo(password);
        }

        /** A build would otherwise write the password into the application. */
        @Test
        void derivedSettings_countAsEnvironment() {
            assertThat(
                            settings("postgresql://a:x@h/d")
                                    .getConfigValue("quarkus.datasource.password"))
                    .extracting(ConfigValue::getConfigSourceName)
                    .isEqualTo(EnvConfigSource.NAME);
        }

        @Test
        void reader_hasSettingsOfItsOwn() {
            SmallRyeConfig settings =
                    new SmallRyeConfigBuilder()
                            .addDefaultInterceptors()
                            .withDefaultValue("hindsight.database.url", "postgresql://a:x@h/d")
                            .withDefaultValue(
                                    "hindsight.reader.url",
                                    "postgresql://b:y@r/d?sslmode=verify-full")
                            .withSources(new DatabaseUrlConfigSourceFactory())
                            .build();

            assertThat(text(settings, "quarkus.datasource.username")).isEqualTo("a");
            assertThat(text(settings, "quarkus.datasource.reader.username")).isEqualTo("b");
            assertThat(text(settings, "quarkus.datasource.reader.password")).isEqualTo("y");
            assertThat(text(settings, "quarkus.datasource.reader.reactive.url"))
                    .startsWith("postgresql://r:5432/d?sslmode=verify-full");
            assertThat(text(settings, "quarkus.datasource.reader.reactive.trust-all"))
                    .isEqualTo("false");
            assertThat(text(settings, "quarkus.datasource.reactive.trust-all")).isEqualTo("true");
        }

        @Test
        void reader_isNamedWhereItsUrlIsMalformed() {
            SmallRyeConfigBuilder settings =
                    new SmallRyeConfigBuilder()
                            .addDefaultInterceptors()
                            .withDefaultValue("hindsight.reader.url", "r:5432")
                            .withSources(new DatabaseUrlConfigSourceFactory());

            assertThatThrownBy(settings::build)
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith("HINDSIGHT_READER_URL cannot be used: it must look");
        }

        @Test
        void environment_outranksWhatIsDerived() {
            SmallRyeConfig settings =
                    new SmallRyeConfigBuilder()
                            .addDefaultInterceptors()
                            .withSources(
                                    new PropertiesConfigSource(
                                            Map.of(
                                                    "hindsight.database.url",
                                                    "postgresql://a:x@h/d",
                                                    "quarkus.datasource.password",
                                                    "mounted"),
                                            "environment",
                                            300))
                            .withSources(new DatabaseUrlConfigSourceFactory())
                            .build();

            assertThat(text(settings, "quarkus.datasource.password")).isEqualTo("mounted");
            assertThat(text(settings, "quarkus.datasource.username")).isEqualTo("a");
        }
    }

    private static SmallRyeConfig settings(String url) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withDefaultValue("hindsight.database.url", url)
                .withSources(new DatabaseUrlConfigSourceFactory())
                .build();
    }

    private static String text(SmallRyeConfig settings, String name) {
        return settings.getValue(name, String.class);
    }

    private static PgConnectOptions reactive(SmallRyeConfig settings) {
        return PgConnectOptions.fromUri(
                settings.getValues("quarkus.datasource.reactive.url", String.class).get(0));
    }

    private static Map<Object, Object> jdbc(SmallRyeConfig settings) {
        return Driver.parseURL(text(settings, "quarkus.datasource.jdbc.url"), new Properties());
    }
}
