/**
 * Retention policies: what is kept, and for how long. Stored, told and changed here; the room {@code
 * retention} asks for them and acts on them.
 *
 * <p>The first policy that matches an execution decides: the one of the lowest priority, and among
 * equals the one named {@code default} last, so that a policy that somebody made is never hidden by the
 * one that nobody did. Every namespace has that one without anything being written, until it is replaced
 * or deleted; a deletion of it is therefore a row of its own. What a policy selects by is told as it was
 * sent. Owns the table {@code retention_policy}.
 */
@NullMarked
package dev.hindsight.policy;

import org.jspecify.annotations.NullMarked;
