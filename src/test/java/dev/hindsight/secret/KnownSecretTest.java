package dev.hindsight.secret;

import static dev.hindsight.secret.KnownSecret.AWS_ACCESS_KEY;
import static dev.hindsight.secret.KnownSecret.BEARER;
import static dev.hindsight.secret.KnownSecret.GITHUB_TOKEN;
import static dev.hindsight.secret.KnownSecret.JWT;
import static dev.hindsight.secret.KnownSecret.PRIVATE_KEY;
import static dev.hindsight.secret.KnownSecret.URL_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class KnownSecretTest {

    private static final String SIGNED = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2lnbmVk";
    private static final String ENCRYPTED = "eyJhbGciOiJkaXIifQ..aXYxMjM0.Y2lwaGVy.dGFn";
    private static final String GITHUB = "ghp_" + "a1B2".repeat(9);
    private static final String AWS = "AKIAIOSFODNN7EXAMPLE";
    private static final String KEY =
            "-----BEGIN RSA PRIVATE KEY-----\nMIIB+/=\nAAAA\n-----END RSA PRIVATE KEY-----";

    private static String mask(KnownSecret known, String text) {
        return new SecretPatterns(Set.of(known), "").mask(text);
    }

    static Stream<Arguments> secrets() {
        String opaque = "0123456789abcdef";
        return Stream.of(
                arguments(BEARER, "Authorization: Bearer " + opaque, "Authorization: Bearer "),
                arguments(BEARER, "bearer\t" + opaque + "._~+/-==", "bearer\t"),
                arguments(BEARER, "[BEARER  " + SIGNED, "[BEARER  "),
                arguments(JWT, SIGNED, ""),
                arguments(JWT, "token=" + SIGNED, "token="),
                arguments(JWT, "x%20" + ENCRYPTED, "x%20"),
                arguments(JWT, "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", ""),
                arguments(PRIVATE_KEY, KEY, ""),
                arguments(PRIVATE_KEY, "key:\n" + KEY.replace("RSA ", ""), "key:\n"),
                arguments(PRIVATE_KEY, KEY.replace("RSA", "OPENSSH"), ""),
                arguments(PRIVATE_KEY, KEY.replace("RSA", "EC ENCRYPTED"), ""),
                arguments(PRIVATE_KEY, KEY.replace("RSA", "PGP").replace("KEY", "KEY BLOCK"), ""),
                arguments(PRIVATE_KEY, "{\"pem\": \"" + KEY.replace("\n", "\\n"), "{\"pem\": \""),
                arguments(AWS_ACCESS_KEY, AWS, ""),
                arguments(AWS_ACCESS_KEY, "id=" + AWS.replace("AKIA", "ASIA"), "id="),
                arguments(GITHUB_TOKEN, GITHUB, ""),
                arguments(GITHUB_TOKEN, "//" + GITHUB.replace("ghp", "gho"), "//"),
                arguments(GITHUB_TOKEN, GITHUB.replace("ghp", "ghu"), ""),
                arguments(GITHUB_TOKEN, GITHUB.replace("ghp", "ghs"), ""),
                arguments(GITHUB_TOKEN, GITHUB.replace("ghp", "ghr"), ""),
                arguments(GITHUB_TOKEN, "t:github_pat_" + "1A_b".repeat(20), "t:"));
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void secret_isMaskedAndTheTextAroundItStays(KnownSecret known, String secret, String kept) {
        assertThat(mask(known, secret)).isEqualTo(kept + "[redacted]");
        assertThat(mask(known, secret + " and so on"))
                .isEqualTo(
                        known == PRIVATE_KEY && !secret.contains("END")
                                ? kept + "[redacted]"
                                : kept + "[redacted] and so on");
    }

    static Stream<Arguments> passwords() {
        return Stream.of(
                arguments(
                        "postgresql://app:s3cret@db:5432/x",
                        "postgresql://app:[redacted]@db:5432/x"),
                arguments("redis://:s3cret@cache", "redis://:[redacted]@cache"),
                arguments("amqp://a:b@c d://e:f@g", "amqp://a:[redacted]@c d://e:[redacted]@g"),
                arguments("see \"https://u:p%40@h/\"", "see \"https://u:[redacted]@h/\""),
                arguments("mongodb://u:p@ss@h:1,i:2/d", "mongodb://u:[redacted]@h:1,i:2/d"),
                arguments("jdbc:x://u:p:q@h", "jdbc:x://u:[redacted]@h"));
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void passwordOfUrl_isMaskedAndTheRestOfTheUrlStays(String url, String masked) {
        assertThat(mask(URL_PASSWORD, url)).isEqualTo(masked);
    }

    static Stream<String> plain() {
        return Stream.of(
                "the bearer of this letter",
                "Bearer token",
                "Bearer [redacted]",
                "forbearer 0123456789abcdef",
                "eyJ.eyJ.x",
                "eyJhbGciOiJub25lIn0",
                "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
                "BEGIN PRIVATE KEY",
                "AKIA",
                "AKIAIOSFODNN7EXAMPL",
                "AKIAIOSFODNN7EXAMPLES",
                "xAKIAIOSFODNN7EXAMPLE",
                "akiaiosfodnn7example",
                "ghp_short",
                "sighp_" + "a".repeat(36),
                "github_pattern_matching_in_workflows",
                "https://host:8080/a?mail=b@c.de",
                "https://user@host:80/",
                "https://host:80/a:b@c",
                "http://a:1\",\"b@c",
                "http://[::1]:80/",
                "mailto:a:b@c",
                "2026-11-20T18:00:00Z INFO done in 5 ms");
    }

    @ParameterizedTest
    @MethodSource("plain")
    void textThatOnlyLooksAlike_stays(String text) {
        assertThat(new SecretPatterns(EnumSet.allOf(KnownSecret.class), "").mask(text))
                .isEqualTo(text);
    }

    @Test
    void privateKey_whoseEndIsMissingIsMaskedToTheEndOfTheText() {
        assertThat(mask(PRIVATE_KEY, "a\n-----BEGIN PRIVATE KEY-----\nMIIB\nAAAA\nnote"))
                .isEqualTo("a\n[redacted]");
    }

    @Test
    void privateKeys_areMaskedOneByOne() {
        assertThat(mask(PRIVATE_KEY, "a " + KEY + " b " + KEY + " c"))
                .isEqualTo("a [redacted] b [redacted] c");
    }

    @ParameterizedTest
    @EnumSource(KnownSecret.class)
    void maskedText_staysAsItIs(KnownSecret known) {
        String text = "Bearer " + SIGNED + "\n" + GITHUB + "\n" + AWS + "\nx://a:b@c\n" + KEY;

        String masked = mask(known, text);

        assertThat(masked).isNotEqualTo(text);
        assertThat(mask(known, masked)).isEqualTo(masked);
    }

    @Test
    void known_areMaskedOnlyWhereTheyAreAskedFor() {
        String text = AWS + " " + GITHUB;

        assertThat(mask(AWS_ACCESS_KEY, text)).isEqualTo("[redacted] " + GITHUB);
        assertThat(new SecretPatterns(Set.of(), "").mask(text)).isEqualTo(text);
    }
}
