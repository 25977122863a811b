/**
 * Which values are secret: by the name of their key, by how they look, by where they lie.
 *
 * <p>{@link dev.hindsight.secret.SecretWords} judges keys, {@link
 * dev.hindsight.secret.SecretPatterns} texts, and {@link dev.hindsight.secret.SecretPaths} places in
 * a record. None of them reads JSON: {@code payload} walks through it and asks. What masks a value
 * is always {@value dev.hindsight.secret.SecretPatterns#MASK}.
 *
 * <p>What holds: every question is answered in time linear in what is asked about, whoever sent it;
 * and where an answer cannot be found, it is that the value is secret. What an operator declares is
 * refused at the start if it cannot work, since a mask that never matches is noticed too late.
 */
@NullMarked
package dev.hindsight.secret;

import org.jspecify.annotations.NullMarked;
