package dev.hindsight.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.fixture.LogLines;
import dev.hindsight.problem.StartFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With which settings the service starts. */
class OidcCheckTest {

    private static final String ISSUER = "https://id.example/realms/main";

    private static OidcConfig good(String... others) {
        List<String> settings = new ArrayList<>(List.of("issuer", ISSUER, "audience", "a"));
        settings.addAll(List.of(others));
        return Settings.of(settings.toArray(String[]::new));
    }

    @Test
    void issuerAndAudience_areEnough() {
        assertThatCode(() -> OidcCheck.check(good())).doesNotThrowAnyException();
        assertThatCode(
                        () ->
                                OidcCheck.check(
                                        Settings.of("issuer", ISSUER, "client-id", "dashboard")))
                .doesNotThrowAnyException();
    }

    @Test
    void withoutThem_nobodysTokensAreTaken() {
        assertThatThrownBy(() -> OidcCheck.check(Settings.of("audience", "a")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("HINDSIGHT_OIDC_ISSUER");
        assertThatThrownBy(() -> OidcCheck.check(Settings.of("issuer", ISSUER)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("HINDSIGHT_OIDC_AUDIENCE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id.example",
                "ftp://id.example",
                "https://",
                "https:/id.example",
                "https://id.example?x=1",
                "https://id.example#x",
                "https://me@id.example",
                "https://id .example"
            })
    void issuerThatIsNoAddress_isRefused(String issuer) {
        assertThatThrownBy(() -> OidcCheck.check(good("issuer", issuer)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("HINDSIGHT_OIDC_ISSUER")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({"leeway, PT5M1S, leeway", "leeway, PT-1S, leeway", "namespace, a b, NAMESPACE"})
    void valueOutOfRange_isRefused(String setting, String value, String told) {
        assertThatThrownBy(() -> OidcCheck.check(good(setting, value)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "issuer",
                "client-id",
                "client-secret",
                "audience",
                "namespace",
                "namespace-claim",
                "payloads-claim"
            })
    void settingThatNobodyReads_isToldOf(String setting) {
        try (LogLines log = LogLines.of(OidcCheck.class.getName())) {
            OidcCheck.checkUnused(Settings.of(setting, "x"));

            assertThat(log.complaints()).singleElement().asString().contains("HINDSIGHT_AUTH");
        }
    }

    @Test
    void settingsThatNobodyMade_areNotToldOf() {
        try (LogLines log = LogLines.of(OidcCheck.class.getName())) {
            OidcCheck.checkUnused(Settings.of());

            assertThat(log.complaints()).isEmpty();
        }
    }

    @Test
    void namespaceAndItsClaim_excludeEachOther() {
        assertThatThrownBy(
                        () -> OidcCheck.check(good("namespace", "default", "namespace-claim", "n")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("HINDSIGHT_OIDC_NAMESPACE_CLAIM");
        assertThatCode(() -> OidcCheck.check(good("namespace", "*"))).doesNotThrowAnyException();
    }
}
