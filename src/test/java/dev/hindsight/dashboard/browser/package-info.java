/**
 * The dashboard in a real browser: Chromium or Chrome, found by the property {@code ui.browser} or on the
 * path. Without one the tests are skipped, but where the environment says {@code CI} they fail.
 */
@NullMarked
package dev.hindsight.dashboard.browser;

import org.jspecify.annotations.NullMarked;
