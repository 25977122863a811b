package dev.hindsight.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The live connection is cut, and what happened meanwhile is there afterwards, once. */
@QuarkusIntegrationTest
@TestProfile(NewestPostgres.class)
class CutUiIT extends BrowserTest {

    @Test
    void cutConnection_losesAndDoublesNothing() {
        String workflow = Api.fresh();
        Visit visit = visit();
        List<WebSocketRoute> sockets = new ArrayList<>();
        List<String> sent = new ArrayList<>();
        visit.page.routeWebSocket(
                "**/api/v1/live",
                socket -> {
                    sockets.add(socket);
                    WebSocketRoute server = socket.connectToServer();
                    socket.onMessage(
                            frame -> {
                                sent.add(frame.text());
                                server.send(frame.text());
                            });
                });
        visit.open("?workflow=" + workflow).live();
        report(workflow, 0, 5);
        assertThat(visit.rows()).hasCount(5);

        sockets.get(0).close(new WebSocketRoute.CloseOptions().setCode(1011));
        report(workflow, 5, 10);

        assertThat(visit.rows()).hasCount(10);
        visit.live();
        assertThat(sockets).hasSize(2);
        assertThat(sent.get(sent.size() - 1)).contains("resume");
        report(workflow, 10, 15);
        assertThat(visit.rows()).hasCount(15);
        for (int i = 0; i < 15; i++) {
            assertThat(visit.row("n%02d-".formatted(i))).hasCount(1);
        }
        assertThat(visit.page.getByRole(AriaRole.ALERT)).hasCount(0);
    }

    private static void report(String workflow, int from, int to) {
        for (int i = from; i < to; i++) {
            Api.post(
                    Api.EXECUTIONS,
                    "{'externalId': 'n%02d-%s', 'workflowId': '%s', 'status': 'success'}"
                            .formatted(i, workflow, workflow));
        }
    }
}
