package dev.hindsight.dashboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import java.util.stream.Collectors;

/** The rules of accessibility that a program can check. */
final class Axe {

    private static final int MOST_TOLD = 3;

    private Axe() {}

    /** Fails where a part of the page, named by a selector, breaks one of them. */
    static void assertForEverybody(Visit visit, String part) {
        assertThat(new AxeBuilder(visit.page).include(part).analyze().getViolations())
                .extracting(Axe::told)
                .isEmpty();
    }

    private static String told(Rule rule) {
        return rule.getNodes().stream()
                .limit(MOST_TOLD)
                .map(node -> node.getHtml() + " " + node.getFailureSummary())
                .collect(Collectors.joining("; ", rule.getId() + " ", ""));
    }
}
