package dev.hindsight.dashboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The address is the state: it opens the same for whoever has it. */
@QuarkusIntegrationTest
@TestProfile(NewestPostgres.class)
class AddressesUiIT extends BrowserTest {

    @ParameterizedTest
    @EnumSource
    void screen_opensByItsAddress_andAgain(Screen screen) {
        Visit visit = visit().open(screen.path(Seed.withPredecessor()));
        screen.isThere(visit);
        String address = visit.page.url();

        visit.page.reload();

        screen.isThere(visit);
        assertThat(visit.page.url()).isEqualTo(address);
    }
}
