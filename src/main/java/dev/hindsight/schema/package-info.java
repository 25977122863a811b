/**
 * The forms of what is told and reported, as the document of the contract writes them.
 *
 * <p>Fields come from the declarations that reading and writing follow ({@link
 * dev.hindsight.field.Field}); what is no field is written out here, by hand. Values only; no tables.
 */
@NullMarked
package dev.hindsight.schema;

import org.jspecify.annotations.NullMarked;
