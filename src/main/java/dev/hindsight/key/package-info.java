/**
 * API keys: made, shown once, recognized, revoked.
 *
 * <p>A key is {@code hs_<id>_<secret>}: an id by which it is found, and 256 random bits of which only the
 * SHA-256 is stored; a slow hash is for secrets that can be guessed. The keys that live are held in
 * memory by {@link dev.hindsight.key.KeyRing}, so that recognizing one costs a look-up and a hash, and
 * somebody who tries ids costs the database nothing. The key of the settings, {@link
 * dev.hindsight.key.AdminKey}, is in no table. Also makes namespaces, whose first inhabitants keys are.
 * Owns the table {@code api_key}.
 */
@NullMarked
package dev.hindsight.key;

import org.jspecify.annotations.NullMarked;
