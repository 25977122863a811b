/**
 * Service levels: what is expected of a workflow, and when it was not kept.
 *
 * <p>One replica at a time looks every half a minute. A breach is written down together with a row of the
 * feed of changes, in one transaction, so that whoever follows that is told of it once: subscribers of the
 * live channel and webhooks. Executions that take too long are told one by one, each once for ever; a rate
 * that is too low and a silence that is too long when they begin, and not again before they are over.
 *
 * <p>Owns the tables {@code sla} and {@code sla_breach}.
 */
@NullMarked
package dev.hindsight.sla;

import org.jspecify.annotations.NullMarked;
