/**
 * The document of the contract, at {@code /q/openapi}: what annotations on resources cannot say.
 *
 * <p>Records are written and reports read by hand, so that the framework's guess at their form, from
 * Java's types, is wrong. Their schemas ({@code schema}) are put in here, while the application is
 * built, together with the problems and headers of each answer. The document is kept among the resources,
 * where a change of the contract shows as a difference, and is published as it is kept; a test compares it
 * with the one that the build makes, and answers with the document.
 *
 * <p>Imports the record and the ground; nobody imports it. Owns no tables.
 */
@NullMarked
package dev.hindsight.openapi;

import org.jspecify.annotations.NullMarked;
