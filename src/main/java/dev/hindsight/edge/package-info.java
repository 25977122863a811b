/**
 * The edge of HTTP: what every request passes before a resource sees it, and what every failure
 * passes on its way out.
 *
 * <p>A request passes, in this order: its id is taken or made; the form of its path, query and headers
 * and the announced size of its body are checked, and that no page of another site writes; its resource
 * is found; its query parameters are
 * compared with those that the resource method declares; its body is inflated and counted while it is
 * read; where it is larger than memory, it comes as a stream. One mapper writes failures on the wire, for those in a resource and, as the last failure
 * handler of the router, for those outside.
 *
 * <p>This package and the {@code *Resource} classes alone know JAX-RS, and this one also the router
 * below it. Checks of parameters are our own: no library compares a request with the signature of its
 * resource method. Owns no tables.
 */
@NullMarked
package dev.hindsight.edge;

import org.jspecify.annotations.NullMarked;
