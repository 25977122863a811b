/**
 * What is due: executions judged by the retention policies of their namespaces.
 *
 * <p>The first policy that matches an execution decides on it. {@link
 * dev.hindsight.retention.Planner} fixes what the policies ask for at one moment, and where those that
 * count cut, which is found by index; {@link dev.hindsight.retention.Judge} applies that to the rows of a
 * day. The statements are written by {@link dev.hindsight.retention.JudgementSql} alone: a preview counts
 * with the conditions by which a sweep removes.
 *
 * <p>What always holds: executions that are running, or pinned, are judged to stay. Owns no tables;
 * changes nothing.
 */
@NullMarked
package dev.hindsight.retention;

import org.jspecify.annotations.NullMarked;
