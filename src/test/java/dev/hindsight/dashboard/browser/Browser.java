package dev.hindsight.dashboard.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One browser for all tests, begun by the first that wants it. The driver is not made for several threads:
 * the tests run one after the other, as all of ours do.
 */
final class Browser {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private static final List<String> ARGUMENTS =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private static @Nullable Browser running;

    private final Playwright playwright =
            Playwright.create(
                    new Playwright.CreateOptions()
                            .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final com.microsoft.playwright.Browser browser =
            playwright
                    .chromium()
                    .launch(
                            new BrowserType.LaunchOptions()
                                    .setExecutablePath(executable().orElseThrow())
                                    .setArgs(ARGUMENTS));

    private Browser() {}

    /** A context of its own, which knows nothing of others. */
    static BrowserContext context(com.microsoft.playwright.Browser.NewContextOptions options) {
        Browser it = running;
        if (it == null) {
            it = new Browser();
            running = it;
        }
        return it.browser.newContext(options);
    }

    /** Where it lies: where the property says, or on the path. */
    static Optional<Path> executable() {
        String named = System.getProperty("ui.browser", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return NAMES.stream()
                .flatMap(
                        name ->
                                Stream.of(path.split(File.pathSeparator, -1))
                                        .filter(folder -> !folder.isEmpty())
                                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Closes the browser and its driver, if they ever ran. */
    static AutoCloseable closing() {
        return () -> {
            Browser it = running;
            running = null;
            if (it != null) {
                it.browser.close();
                it.playwright.close();
            }
        };
    }
}
