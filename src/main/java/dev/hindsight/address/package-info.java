/**
 * Where the database is, its replica, and the collector of traces: one URL each, as other programs
 * understand them, read into the settings of the drivers that the service has, before there are beans.
 */
@NullMarked
package dev.hindsight.address;

import org.jspecify.annotations.NullMarked;
