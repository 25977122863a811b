/**
 * What the framework measures of HTTP requests, kept within bounds.
 *
 * <p>A label whose values strangers choose would have everybody who asks for a path that does not exist,
 * or by a method that nobody knows, leave a series behind for as long as the service runs. What the
 * service measures of itself is registered where it is counted, and has no such labels.
 */
@NullMarked
package dev.hindsight.meter;

import org.jspecify.annotations.NullMarked;
