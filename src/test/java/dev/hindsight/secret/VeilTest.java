package dev.hindsight.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VeilTest {

    private static Veil veil(String... paths) {
        return new Veil(new SecretPaths(List.of(paths), List.of("/input")).at("/input"));
    }

    @Test
    void secretKey_hidesStringsUntilItsValueEnds() {
        Veil veil = veil();
        veil.enter(1);

        veil.member("token", true);
        assertThat(veil.hidesStrings()).isTrue();
        assertThat(veil.hidesValue()).isFalse();
        veil.end();

        assertThat(veil.hidesStrings()).isFalse();
    }

    @Test
    void secretKey_hidesStringsAtAnyDepthBelow() {
        Veil veil = veil();
        veil.enter(1);
        veil.member("token", true);
        veil.enter(2);
        veil.member("plain", false);
        veil.enter(3);
        veil.element(0);

        assertThat(veil.hidesStrings()).isTrue();
        veil.leave(3);
        assertThat(veil.hidesStrings()).isTrue();
        veil.leave(2);

        assertThat(veil.hidesStrings()).isFalse();
    }

    @Test
    void declaredValue_isHiddenWithAllThatIsInIt() {
        Veil veil = veil("/input/card");
        veil.enter(1);
        veil.member("card", false);

        assertThat(veil.hidesValue()).isTrue();
        assertThat(veil.hidesAll()).isFalse();
        veil.enter(2);
        veil.enter(3);
        assertThat(veil.hidesAll()).isTrue();
        veil.leave(3);
        assertThat(veil.hidesAll()).isTrue();
        veil.leave(2);

        assertThat(veil.hidesAll()).isFalse();
        veil.member("name", false);
        assertThat(veil.hidesValue()).isFalse();
    }

    @Test
    void declaredValue_belowASecretKeyLeavesTheKeySecret() {
        Veil veil = veil("/input/token/card");
        veil.enter(1);
        veil.member("token", true);
        veil.enter(2);
        veil.member("card", false);
        veil.enter(3);
        veil.leave(3);

        veil.member("name", false);
        assertThat(veil.hidesStrings()).isTrue();
        veil.end();
        veil.leave(2);

        assertThat(veil.hidesStrings()).isFalse();
    }

    @Test
    void declaredValue_withASecretKeyOfItsOwnLeavesNothingBehind() {
        Veil veil = veil("/input/*/token");
        veil.enter(1);
        veil.element(0);
        veil.enter(2);
        veil.member("token", true);
        veil.enter(3);
        veil.leave(3);
        veil.leave(2);

        veil.element(1);

        assertThat(veil.hidesStrings()).isFalse();
    }

    @Test
    void places_comeBackWhenAContainerEnds() {
        Veil veil = veil("/input/a/b", "/input/c");
        veil.enter(1);
        veil.member("a", false);
        veil.enter(2);
        veil.member("c", false);
        assertThat(veil.hidesValue()).isFalse();
        veil.end();
        veil.member("b", false);
        assertThat(veil.hidesValue()).isTrue();
        veil.end();
        veil.leave(2);

        veil.member("c", false);

        assertThat(veil.hidesValue()).isTrue();
    }

    @Test
    void root_canBeSecretItself() {
        assertThat(veil("/input").hidesValue()).isTrue();
        assertThat(veil().hidesValue()).isFalse();
    }
}
