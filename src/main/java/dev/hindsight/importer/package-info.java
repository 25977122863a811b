/**
 * The door for files of other systems: each is read by the package of its format and handed on as a
 * report, over HTTP or from a terminal.
 */
@NullMarked
package dev.hindsight.importer;

import org.jspecify.annotations.NullMarked;
