/**
 * Workflows: what was ever run in a namespace, each with its latest execution.
 *
 * <p>The latest execution is not kept beside the workflow: its row would be written with every report
 * of every run, and be what all of them wait for. It is found instead, by one look into the index of
 * each workflow's starts for each day, newest days first, until it is certain.
 *
 * <p>Reads the tables of {@code execution}; owns none.
 */
@NullMarked
package dev.hindsight.workflow;

import org.jspecify.annotations.NullMarked;
