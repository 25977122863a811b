/**
 * How executions and steps turn out, in the words they share: statuses as callers write them, errors,
 * cost. Values only; no tables.
 */
@NullMarked
package dev.hindsight.outcome;

import org.jspecify.annotations.NullMarked;
