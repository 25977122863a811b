package dev.hindsight.dashboard.browser;

import io.restassured.RestAssured;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** What tests in a browser begin with, and how they end. */
@Tag("ui")
@ExtendWith(NeedsBrowser.class)
abstract class BrowserTest {

    private final List<Visit> visits = new ArrayList<>();

    /** Somebody with a browser of these settings, who has not been here. */
    final Visit visit(Look look) {
        Visit visit = new Visit("http://localhost:" + RestAssured.port, look);
        visits.add(visit);
        return visit;
    }

    final Visit visit() {
        return visit(Look.USUAL);
    }

    @AfterEach
    final void nothingElseWentWrong() {
        visits.forEach(Visit::close);
    }
}
