/**
 * WfFormat 1.5, in which the runs of scientific workflow engines are published (wfcommons.org): a
 * file becomes one report.
 *
 * <p>A file is scanned once, and of each task only small values and the places of its payloads in
 * the file are kept; those are copied when the task's step is made. No document is ever a tree.
 */
@NullMarked
package dev.hindsight.wfformat;

import org.jspecify.annotations.NullMarked;
