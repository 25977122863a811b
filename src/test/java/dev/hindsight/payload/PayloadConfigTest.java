package dev.hindsight.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
    }

    @Test
    void settings_haveTheseNames() {
        PayloadConfig config =
                config(
                        Map.of(
                                "hindsight.payload.max-string", "10",
                                "hindsight.payload.max-document", "20",
                                "hindsight.payload.max-depth", "30",
                                "hindsight.payload.redact", "iban,cardNumber"));

        assertThat(config.maxString()).isEqualTo(10);
        assertThat(config.maxDocument()).isEqualTo(20);
        assertThat(config.maxDepth()).isEqualTo(30);
        assertThat(config.redact()).isEqualTo(List.of("iban", "cardNumber"));
    }
}
