/**
 * The door through which engines report: requests are read and checked, handed to {@link
 * dev.hindsight.report}, which writes them, and answered.
 */
@NullMarked
package dev.hindsight.ingest;

import org.jspecify.annotations.NullMarked;
