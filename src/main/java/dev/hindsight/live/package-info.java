/**
 * The doors to what happens, as it happens: a WebSocket, and Server-Sent Events for where there can be
 * none. They speak the protocol; who is told what is up to {@code watch}.
 */
@NullMarked
package dev.hindsight.live;

import org.jspecify.annotations.NullMarked;
