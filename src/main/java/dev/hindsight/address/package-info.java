/**
 * Where the database is: one URL, as other programs understand it, read into the settings of the drivers
 * that the service has, before there are beans.
 */
@NullMarked
package dev.hindsight.address;

import org.jspecify.annotations.NullMarked;
