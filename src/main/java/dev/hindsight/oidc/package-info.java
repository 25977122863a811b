/**
 * Tokens of an OpenID Connect provider, recognized: people, and programs of theirs, who have no key.
 *
 * <p>A token is a JWT. {@link dev.hindsight.oidc.TokenCheck} has jose4j verify its signature against the
 * keys that {@link dev.hindsight.oidc.Provider} holds, its issuer, its audience and its times; {@link
 * dev.hindsight.oidc.GrantReader} reads from its claims what it permits. Nothing of a token is stored or
 * remembered: each request brings it, and each is verified, which takes less than a millisecond.
 *
 * <p>Invariants: only signatures by a pair of keys count, so that who verifies cannot sign; the provider
 * is asked when a token has to be verified, never at the start, and within bounds that no caller can
 * move; while it is away, tokens that cannot be verified are answered 503, and keys go on opening.
 *
 * <p>People who look with a browser need not have a token: {@link dev.hindsight.oidc.SignIn} makes one of
 * the code with which the provider sends them back to the dashboard.
 *
 * <p>The framework's own extension is not used: it stands before every request, challenges, redirects
 * and answers in its own words, and tells a resource of a principal and names of roles, where a
 * namespace is needed. What must not be written by hand, which is signatures and keys, is jose4j's, which
 * it would bring along as well. Owns no tables.
 */
@NullMarked
package dev.hindsight.oidc;

import org.jspecify.annotations.NullMarked;
