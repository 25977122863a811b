package dev.hindsight.dashboard.browser;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Skips what needs a browser where there is none, and sees to it that the one there is gets closed. */
public final class NeedsBrowser implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Browser.executable().isPresent()) {
            // What lies in the root's store is closed when all tests are through.
            context.getRoot()
                    .getStore(Namespace.create(Browser.class))
                    .computeIfAbsent(Browser.class, type -> Browser.closing());
            return ConditionEvaluationResult.enabled("there is a browser");
        }
        String missing = "no browser: set -Dui.browser, or have chromium on the path";
        if (System.getenv("CI") != null) {
            throw new IllegalStateException(missing);
        }
        return ConditionEvaluationResult.disabled(missing);
    }
}
