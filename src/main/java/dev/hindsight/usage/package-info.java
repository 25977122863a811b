/**
 * What the history weighs, told to people: bytes and rows of every table, and of every workflow.
 *
 * <p>What tables weigh is read by {@code storage} anyhow. What workflows weigh nobody keeps: it would be
 * written with every report, and is seldom asked for. It is measured instead, execution by
 * execution where they are few, and of a sample of a bounded number where they are many, which is then
 * scaled up; and every replica measures at most every five minutes, however many ask, so that the
 * question is no way to keep the database busy. Every answer says of when it is.
 *
 * <p>These are numbers of the installation, all namespaces together, and so for an admin of all of them.
 * Owns no table, and writes none; reads those of the record.
 */
@NullMarked
package dev.hindsight.usage;

import org.jspecify.annotations.NullMarked;
