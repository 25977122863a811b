/**
 * The door through which everything that a person left is erased: the executions that they created, with
 * all that belongs to these and all that was kept of them elsewhere.
 *
 * <p>An erasure is a row, and work that any replica does and any other takes over: {@link
 * dev.hindsight.erasure.Erasing}. Executions leave in batches through {@code removal}, each batch with
 * its {@link dev.hindsight.removal.Trace traces} in one transaction; then webhooks and the audit forget
 * the name, graphs go that nobody else uses, and files of the archive are written anew without what was
 * erased. Every step finds what it has to do in the rows as they stand, so that it can be cut off
 * anywhere and done again. Numbers stay: statistics never knew who.
 *
 * <p>What is reported while an erasure goes on is erased with the rest; what is reported behind it begins
 * anew. Owns the table {@code erasure}, which holds the person's name until all is done.
 */
@NullMarked
package dev.hindsight.erasure;

import org.jspecify.annotations.NullMarked;
