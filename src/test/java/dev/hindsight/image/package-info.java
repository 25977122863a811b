/**
 * The container images, without a container engine: what the Dockerfiles say is read, laid out and run
 * as an engine would.
 */
@NullMarked
package dev.hindsight.image;

import org.jspecify.annotations.NullMarked;
