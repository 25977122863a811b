/**
 * One execution told from start to end: the record itself with, if asked for, its steps, its lines,
 * its graph and its tree.
 */
@NullMarked
package dev.hindsight.timeline;

import org.jspecify.annotations.NullMarked;
