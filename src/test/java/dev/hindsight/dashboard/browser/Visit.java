package dev.hindsight.dashboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Somebody who looks at the dashboard. Whatever happens meanwhile that should not (errors on the console,
 * breaches of the policy, requests to others, dialogs) is kept, and fails the test at its end.
 */
final class Visit implements AutoCloseable {

    private static final String TELL_BREACHES =
            "addEventListener('securitypolicyviolation', (e) => console.error("
                    + "`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`));";

    final Page page;
    private final String origin;
    private final BrowserContext context;
    private final List<String> faults = new ArrayList<>();
    private final List<Pattern> expected = new ArrayList<>();
    private final List<Request> requests = new ArrayList<>();

    Visit(String origin, Look look) {
        this.origin = origin;
        context = Browser.context(look.options());
        context.addInitScript(TELL_BREACHES);
        context.onRequest(this::requested);
        context.onResponse(this::answered);
        page = context.newPage();
        page.onConsoleMessage(this::told);
        page.onPageError(error -> faults.add("error: " + error));
        page.onDialog(
                dialog -> {
                    faults.add("dialog: " + dialog.message());
                    dialog.dismiss();
                });
    }

    private void requested(Request request) {
        requests.add(request);
        URI address = URI.create(request.url().replaceAll("[{}|\"<> ].*", ""));
        if ("http".equals(address.getScheme()) || "https".equals(address.getScheme())) {
            if (!request.url().startsWith(origin + "/")) {
                faults.add("request: " + request.url());
            }
        }
    }

    private void answered(Response response) {
        if ("document".equals(response.request().resourceType())
                && !response.allHeaders()
                        .getOrDefault("content-security-policy", "")
                        .contains("default-src 'none'")) {
            faults.add("no policy: " + response.url());
        }
    }

    private void told(ConsoleMessage message) {
        if ("error".equals(message.type()) || "warning".equals(message.type())) {
            faults.add(message.type() + ": " + message.text() + " " + message.location());
        }
    }

    /** Lets the console tell of what the test itself brought about. */
    Visit expecting(String pattern) {
        expected.add(Pattern.compile(pattern));
        return this;
    }

    /** Opens an address below {@code /ui/}. */
    Visit open(String path) {
        page.navigate(origin + "/ui/" + path);
        return this;
    }

    /** All requests so far. */
    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The rows of the list, those in sight and a few around them. */
    Locator rows() {
        return page.getByRole(
                        AriaRole.GRID,
                        new Page.GetByRoleOptions().setName(Pattern.compile("^Executions")))
                .getByRole(AriaRole.ROWGROUP)
                .getByRole(AriaRole.ROW);
    }

    /** The row of the list that has this text, be it the whole of one that is shown cut. */
    Locator row(String text) {
        String found = ".//*[contains(., '%1$s') or contains(@title, '%1$s')]".formatted(text);
        return rows().filter(new Locator.FilterOptions().setHas(page.locator("xpath=" + found)));
    }

    /** The rows of the timeline. */
    Locator steps() {
        return page.getByRole(AriaRole.GRID, new Page.GetByRoleOptions().setName("Steps over time"))
                .getByRole(AriaRole.ROWGROUP)
                .getByRole(AriaRole.ROW);
    }

    Locator inspector() {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Inspector"));
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    /** Waits until the connection is there, so that nothing that happens is missed. */
    Visit live() {
        assertThat(
                        page.getByRole(AriaRole.STATUS)
                                .filter(new Locator.FilterOptions().setHasText("Live")))
                .isVisible();
        return this;
    }

    /** What stands behind {@code ?}. */
    String query() {
        String query = URI.create(page.url()).getQuery();
        return query == null ? "" : query;
    }

    @Override
    public void close() {
        context.close();
        List<String> left =
                faults.stream()
                        .filter(it -> expected.stream().noneMatch(some -> some.matcher(it).find()))
                        .toList();
        assertThat(left).as("what went wrong meanwhile").isEmpty();
    }
}
