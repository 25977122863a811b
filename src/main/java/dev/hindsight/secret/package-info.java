/**
 * Which values are secret: {@link dev.hindsight.secret.SecretWords} judges them by their keys. It
 * reads no JSON: {@code payload} walks through it and asks.
 */
@NullMarked
package dev.hindsight.secret;

import org.jspecify.annotations.NullMarked;
