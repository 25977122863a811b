/**
 * The edge of HTTP: what every request passes before a resource sees it, and what every failure
 * passes on its way out.
 *
 * <p>What happens to a request, in this order:
 *
 * <ol>
 *   <li>its id is taken or made;
 *   <li>the form of its path, query and headers is checked, whether a page of another site writes, and the
 *       size that its body announces;
 *   <li>its resource is found;
 *   <li>its query parameters are compared with those that the resource method declares;
 *   <li>its body is inflated and counted while it is read, and whoever keeps an account of it is told;
 *       larger ones than memory should hold are read piece by piece, see {@code stream}.
 * </ol>
 *
 * <p>One mapper writes failures on the wire, for those in a resource and, as the last failure handler of
 * the router, for those outside.
 *
 * <p>This package and the {@code *Resource} classes alone know JAX-RS, and this one also the router
 * below it. Checks of parameters are our own: no library compares a request with the signature of its
 * resource method. Owns no tables.
 */
@NullMarked
package dev.hindsight.edge;

import org.jspecify.annotations.NullMarked;
