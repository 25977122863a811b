package dev.hindsight.payload;

import static dev.hindsight.payload.Notice.Kind.REDACTED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadRedactionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "PASSWORD",
                "Password",
                "passWord",
                "userPassword",
                "dbPasswordHash",
                "password2",
                "new-password",
                "secret",
                "client.secret",
                "token",
                "access_token",
                "accessTOKEN",
                "JWTToken",
                "oauth2Token",
                "token id",
                "apiKey",
                "api_key",
                "API-KEY",
                "x-api-key",
                "APIKey",
                "userAPIKey2",
                "apikey",
                "API_KEY",
                "Authorization",
                "Proxy-Authorization",
                "Set-Cookie",
                "aws/credential/id",
                "  token  ",
                "pass\u200bword"
            })
    void key_withAWordAsWholeSegmentsIsSecret(String key) {
        Payload payload = PayloadLimits.DEFAULT.read("{\"" + key + "\":\"s3cr3t\"}");

        assertThat(payload.json()).isEqualTo("{\"" + key + "\":\"[redacted]\"}");
        assertThat(payload.notices())
                .containsExactly(Notice.of(REDACTED, "/v/" + key.replace("/", "~1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "_", "max_tokens", "tokens", "maxTokens", "secretary", "tokenizer", "TOKENIZER",
                "detokenize", "api", "key", "keyApi", "apiKeys", "rapikey", "api_2_key",
                        "passwords",
                "cookies", "pass", "word", "authorizationless", "tok", "XAPIKEY"
            })
    void key_withoutAWordAsWholeSegmentsIsNotSecret(String key) {
        Payload payload = PayloadLimits.DEFAULT.read("{\"" + key + "\":\"plain\"}");

        assertThat(payload.json()).isEqualTo("{\"" + key + "\":\"plain\"}");
        assertThat(payload.notices()).isEmpty();
    }

    @Test
    void strings_belowASecretKeyAreMaskedAndNothingElse() {
        Payload payload =
                PayloadLimits.DEFAULT.read(
                        """
                        {"token":{"value":"a","uses":3,"on":true,"off":null,"list":["b",["c",1.50]]},
                         "after":"d"}
                        """);

        assertThat(payload.json())
                .isEqualTo(
                        "{\"token\":{\"value\":\"[redacted]\",\"uses\":3,\"on\":true,\"off\":null,"
                                + "\"list\":[\"[redacted]\",[\"[redacted]\",1.50]]},\"after\":\"d\"}");
        assertThat(payload.notices())
                .containsExactly(
                        Notice.of(REDACTED, "/v/token/value"),
                        Notice.of(REDACTED, "/v/token/list/0"),
                        Notice.of(REDACTED, "/v/token/list/1/0"));
    }

    @Test
    void secrecy_endsWithTheValue() {
        Payload payload =
                PayloadLimits.DEFAULT.read(
                        """
                        [{"token":5},"a",{"token":[]},"b",{"token":{"x":"1"}},"c",{"token":"2"},"d",
                         {"token":{"password":"3"},"e":"e"},[{"cookie":null}],"f"]
                        """);

        assertThat(payload.json())
                .isEqualTo(
                        "[{\"token\":5},\"a\",{\"token\":[]},\"b\",{\"token\":{\"x\":\"[redacted]\"}},\"c\","
                                + "{\"token\":\"[redacted]\"},\"d\",{\"token\":{\"password\":\"[redacted]\"},"
                                + "\"e\":\"e\"},[{\"cookie\":null}],\"f\"]");
    }

    @Test
    void secrets_inArraysOfObjectsAreToldOneByOne() {
        Payload payload =
                PayloadLimits.DEFAULT.read("[{\"password\":\"a\"},{\"x\":{\"password\":\"b\"}}]");

        assertThat(payload.json())
                .isEqualTo("[{\"password\":\"[redacted]\"},{\"x\":{\"password\":\"[redacted]\"}}]");
        assertThat(payload.notices())
                .containsExactly(
                        Notice.of(REDACTED, "/v/0/password"),
                        Notice.of(REDACTED, "/v/1/x/password"));
    }

    @Test
    void secrets_underDuplicateKeysAreBothMasked() {
        Payload payload = PayloadLimits.DEFAULT.read("{\"token\":\"a\",\"token\":\"b\"}");

        assertThat(payload.json()).isEqualTo("{\"token\":\"[redacted]\",\"token\":\"[redacted]\"}");
        assertThat(payload.notices())
                .containsExactly(
                        Notice.of(REDACTED, "/v/token"),
                        Notice.of(Notice.Kind.SANITIZED, "/v/token"));
    }

    @Test
    void secret_behindAnEscapedOrBrokenKeyIsMasked() {
        Payload payload =
                PayloadLimits.DEFAULT.read("{\"p\\u0061ssword\":\"a\",\"pass\\u0000word\":\"b\"}");

        assertThat(payload.json())
                .isEqualTo("{\"password\":\"[redacted]\",\"pass\uFFFDword\":\"[redacted]\"}");
    }

    @Test
    void words_areThoseConfigured() {
        PayloadLimits limits = PayloadLimits.DEFAULT.withRedact("Card-Number", "пароль", "--");

        assertThat(
                        limits.read(
                                        "{\"cardNumber\":\"a\",\"Пароль\":\"b\",\"password\":\"c\",\"--\":\"d\"}")
                                .json())
                .isEqualTo(
                        "{\"cardNumber\":\"[redacted]\",\"Пароль\":\"[redacted]\",\"password\":\"c\","
                                + "\"--\":\"d\"}");
        assertThat(PayloadLimits.DEFAULT.withRedact().read("{\"token\":\"a\"}").json())
                .isEqualTo("{\"token\":\"a\"}");
    }
}
