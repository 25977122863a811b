package dev.hindsight.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretPathsTest {

    private static final List<String> WITHIN = List.of("/input", "/trigger/data", "/data");

    private static SecretPaths paths(String... paths) {
        return new SecretPaths(List.of(paths), WITHIN);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "/input,               input",
                "/input/iban,          input iban",
                "/input/a/b/c,         input a b c",
                "/trigger/data/x,      trigger data x",
                "/input/a~1b/c~0d,     input a/b c~d",
                "/input/~01,           input ~1",
                "/input/ключ,          input ключ",
                "/input/*/iban,        input customer iban",
                "/input/*/iban,        input * iban",
                "/input/items/0/card,  input items 0 card",
                "/*/iban,              input iban",
                "/*/*,                 trigger data",
                "/**/iban,             input iban",
                "/**/iban,             trigger data a b iban",
                "/**/iban,             input iban iban",
                "/input/**/iban,       input iban",
                "/input/**/iban,       input a b iban",
                "/input/**/a/**/b,     input x a a y b",
                "/input/**/a/b,        input a a b",
                "/input/**/**/b,       input a b",
                "/input/**/*,          input a"
            })
    void place_thatAPathEndsAtIsSecret(String path, String keys) {
        assertThat(follow(paths(path), keys).isSecret()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/input/iban,         input",
        "/input/iban,         input IBAN",
        "/input/iban,         input ibans",
        "/input/iban,         input a iban",
        "/input/iban,         output iban",
        "/input/iban,         data iban",
        "/input/*/iban,       input iban",
        "/input/*/iban,       input a b iban",
        "/input/**/iban,      input a ibans",
        "/**/iban,            input a",
        "/input/**/a/b,       input a x b",
        "/input/01,           input 1"
    })
    void place_thatNoPathEndsAtIsNotSecret(String path, String keys) {
        assertThat(follow(paths(path), keys).isSecret()).isFalse();
    }

    @Test
    void segmentOfDigits_isAnIndexOrAKey() {
        Place items = paths("/input/items/1").at("/input").member("items");

        assertThat(items.element(1).isSecret()).isTrue();
        assertThat(items.member("1").isSecret()).isTrue();
        assertThat(items.element(0).isSecret()).isFalse();
        assertThat(paths("/input/01").at("/input").element(1).isSecret()).isFalse();
        assertThat(paths("/input/99999999999").at("/input").element(1).isSecret()).isFalse();
    }

    @Test
    void wildcard_takesElements() {
        SecretPaths paths = paths("/input/*/card", "/data/**/pin");

        assertThat(paths.at("/input").element(7).member("card").isSecret()).isTrue();
        assertThat(paths.at("/data").element(0).element(1).member("pin").isSecret()).isTrue();
    }

    @Test
    void paths_leadNowhereAsSoonAsNoneCanMatch() {
        SecretPaths paths = paths("/input/a/b", "/input/a/c", "/input/*/d");

        assertThat(paths.at("/input").leadsNowhere()).isFalse();
        assertThat(paths.at("/output").leadsNowhere()).isTrue();
        assertThat(paths.at("/input").member("x").leadsNowhere()).isFalse();
        assertThat(paths.at("/input").member("x").member("y").leadsNowhere()).isTrue();
        assertThat(paths.at("/input").member("a").member("c").isSecret()).isTrue();
        assertThat(paths().at("/input")).isSameAs(Place.NOWHERE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "input/iban    | input/iban is no path: it must begin with a slash",
                "''            | ' is no path: it must begin with a slash'",
                "$.input.iban  | $.input.iban is no path: it must begin with a slash",
                "/input//iban  | /input//iban has an empty segment",
                "/input/       | /input/ has an empty segment",
                "/             | / has an empty segment",
                "/input/a~b    | /input/a~b is no path: ~ is written ~0, and a slash in a key ~1",
                "/input/~2     | /input/~2 is no path: ~ is written ~0, and a slash in a key ~1",
                "/input/**     | /input/** ends with **: end it with the value that is masked",
                "/inputs/iban  | /inputs/iban leads nowhere: it must begin with /input, /trigger/data, /data, or with a wildcard",
                "/trigger      | /trigger leads nowhere: it must begin with /input, /trigger/data, /data, or with a wildcard",
                "/trigger/type | /trigger/type leads nowhere: it must begin with /input, /trigger/data, /data, or with a wildcard"
            })
    void path_thatCannotBeUsedIsNamedWithTheReason(String path, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> paths("/input/fine", path))
                .withMessage(reason);
    }

    private static Place follow(SecretPaths paths, String keys) {
        Place place = paths.at("");
        for (String key : keys.split(" ", -1)) {
            place = place.member(key);
        }
        return place;
    }
}
