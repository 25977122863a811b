package dev.hindsight.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The address is the state: it opens the same for whoever has it. */
@QuarkusIntegrationTest
@TestProfile(NewestPostgres.class)
class AddressesUiIT extends BrowserTest {

    /** Whoever knows the API writes addresses by its names. */
    @Test
    void namesOfTheApi_areUnderstood() {
        String workflow = Api.fresh();
        String id = Seed.completed(Api.fresh(), workflow, Duration.ofMinutes(1));

        Visit visit =
                visit().open("?workflowId=%s&minDurationMs=900&unheard=1".formatted(workflow));

        assertThat(visit.row(id.substring(id.length() - 6))).isVisible();
        assertThat(visit.rows()).hasCount(1);
        assertThat(visit.query()).isEqualTo("min=900&unheard=1&workflow=" + workflow);
        assertThat(visit.page.locator(".unknown b")).hasText("unheard");
    }

    @Test
    void comparison_saysWhatToChoose() {
        Visit visit = visit().open("compare");

        assertThat(visit.page.getByRole(AriaRole.MAIN)).containsText("Choose the first here");
    }

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
