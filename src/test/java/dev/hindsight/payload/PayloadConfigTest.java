package dev.hindsight.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.problem.StartFailure;
import dev.hindsight.secret.KnownSecret;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadConfigTest {

    private static PayloadConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withMapping(PayloadConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(PayloadConfig.class);
    }

    @Test
    void settings_haveTheseDefaults() {
        PayloadConfig config = config(Map.of());

        assertThat(config.maxString()).isEqualTo(65_536);
        assertThat(config.maxDocument()).isEqualTo(1_048_576);
        assertThat(config.maxDepth()).isEqualTo(500);
        assertThat(config.redact()).isEqualTo(PayloadLimits.DEFAULT.redact());
        assertThat(config.redactKnown()).isEmpty();
        assertThat(config.redactValues()).isEmpty();
        assertThat(config.redactPaths()).isEmpty();
    }

    @Test
    void settings_haveTheseNames() {
        PayloadConfig config =
                config(
                        Map.of(
                                "hindsight.payload.max-string", "10",
                                "hindsight.payload.max-document", "20",
                                "hindsight.payload.max-depth", "30",
                                "hindsight.payload.redact", "iban,cardNumber",
                                "hindsight.payload.redact-known", "jwt,aws-access-key",
                                "hindsight.payload.redact-values", "\\d{4},\\d$\n[$]\\w",
                                "hindsight.payload.redact-paths", "/input/a, /**/b\\,c"));

        assertThat(config.maxString()).isEqualTo(10);
        assertThat(config.maxDocument()).isEqualTo(20);
        assertThat(config.maxDepth()).isEqualTo(30);
        assertThat(config.redact()).isEqualTo(List.of("iban", "cardNumber"));
        assertThat(config.redactKnown())
                .contains(Set.of(KnownSecret.JWT, KnownSecret.AWS_ACCESS_KEY));
        assertThat(config.redactValues()).contains("\\d{4},\\d$\n[$]\\w");
        assertThat(config.redactPaths()).contains(List.of("/input/a", " /**/b,c"));
        assertThatNoException().isThrownBy(new PayloadConfig.Check(config)::check);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-string     | 0            | hindsight.payload.max-string must be between 1 and 67108864, not 0",
                "max-document   | 67108865     | hindsight.payload.max-document must be between 1 and 67108864, not 67108865",
                "redact-values  | Bearer (\\w+ | hindsight.payload.redact-values: line 1, Bearer (\\w+: it is no regular expression of RE2: missing closing ): Bearer (\\w+",
                "redact-values  | x*           | hindsight.payload.redact-values: line 1, x*: it also matches where nothing stands",
                "redact-paths   | /input/a,b   | hindsight.payload.redact-paths: b is no path: it must begin with a slash",
                "redact-paths   | /error/stack | hindsight.payload.redact-paths: /error/stack leads nowhere: it must begin with /input, /output, /metadata, /trigger/data, /data, /dag, or with a wildcard"
            })
    void start_stopsAtASettingThatCannotBeUsedAndSaysWhyInOneLine(
            String setting, String value, String complaint) {
        PayloadConfig config = config(Map.of("hindsight.payload." + setting, value));

        assertThatThrownBy(new PayloadConfig.Check(config)::check)
                .isInstanceOf(StartFailure.class)
                .hasMessage(complaint);
    }

    @Test
    void start_stopsAtASecretThatIsNotKnown() {
        assertThatThrownBy(() -> config(Map.of("hindsight.payload.redact-known", "jtw")))
                .hasMessageContaining("hindsight.payload.redact-known")
                .hasMessageContaining("aws-access-key");
    }
}
