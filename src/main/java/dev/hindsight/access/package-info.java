/**
 * Who asks: credentials, roles, the namespace that is meant.
 *
 * <p>A request passes {@link dev.hindsight.access.AccessGate} before anything else is done with it, and
 * {@link dev.hindsight.access.RoleGate} before its resource method. What lies behind hears of a {@link
 * dev.hindsight.access.Caller}: every service method takes one, and every statement is bound to the
 * caller's namespace, so that what is in another answers as what is nowhere. Which credentials there
 * are this package does not know: whoever knows some implements {@link
 * dev.hindsight.access.Credentials}.
 *
 * <p>The framework's own security is not used, neither for keys nor for tokens: it challenges, redirects
 * and answers in its own words, and tells a resource of a principal and names of roles, where a namespace
 * is needed. Limits of rates are bucket4j's.
 *
 * <p>What the callers of a namespace may use together is its quotas: requests are counted by {@link
 * dev.hindsight.access.Throttle}, connections that last by {@link dev.hindsight.access.Seats}, bytes of
 * what is reported by {@link dev.hindsight.access.DailyBytes}.
 */
@NullMarked
package dev.hindsight.access;

import org.jspecify.annotations.NullMarked;
