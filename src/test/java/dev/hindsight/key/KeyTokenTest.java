package dev.hindsight.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keys look like. */
class KeyTokenTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void mintedToken_isReadAsTheSameKey() {
        KeyToken.Minted minted = KeyToken.mint(RANDOM);

        KeyToken read = KeyToken.read(minted.text()).orElseThrow();

        assertThat(read.id()).isEqualTo(minted.token().id());
        assertThat(read.hash().matches(minted.token().hash())).isTrue();
        assertThat(minted.text()).hasSize(84);
    }

    @Test
    void mintedTokens_areAllDifferent() {
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            texts.add(KeyToken.mint(RANDOM).text());
        }

        assertThat(texts).hasSize(1_000);
    }

    @Test
    void anotherSecret_doesNotMatch() {
        KeyToken.Minted minted = KeyToken.mint(RANDOM);
        char last = minted.text().charAt(83);
        String other = minted.text().substring(0, 83) + (last == '0' ? '1' : '0');

        assertThat(KeyToken.read(other).orElseThrow().hash().matches(minted.token().hash()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hs_",
                "hs_0123456789abcdef",
                "hs_0123456789abcdef_",
                "hs_0123456789ABCDEF_0000000000000000000000000000000000000000000000000000000000000000",
                "ht_0123456789abcdef_0000000000000000000000000000000000000000000000000000000000000000",
                "hs_0123456789abcdef_000000000000000000000000000000000000000000000000000000000000000",
                "hs_0123456789abcdef_00000000000000000000000000000000000000000000000000000000000000000",
                " hs_0123456789abcdef_0000000000000000000000000000000000000000000000000000000000000000"
            })
    void anythingElse_isNoKey(String token) {
        assertThat(KeyToken.read(token)).isEmpty();
    }

    @Test
    void upperCase_isNoKey() {
        assertThat(KeyToken.read(KeyToken.mint(RANDOM).text().toUpperCase(Locale.ROOT))).isEmpty();
    }
}
