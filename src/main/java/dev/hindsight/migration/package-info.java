/**
 * The schema: brought up to date, checked, and what readiness makes of it.
 *
 * <p>At the start it is made sure that the schema is one this release can work on; a replica that finds
 * one that it cannot, is not ready, and neither is one that may not migrate an older one. Migrations go
 * forward only, and each names the oldest release that can work on what it leaves: the release before,
 * so that upgrades roll, and the way back is to start the old one.
 */
@NullMarked
package dev.hindsight.migration;

import org.jspecify.annotations.NullMarked;
