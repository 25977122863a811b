/**
 * The door of the eyes: serves the pages of the dashboard, and nothing else.
 *
 * <p>The pages are static files, bundled from {@code src/main/resources/web} while the service is built.
 * They know no more than any client: what they show they ask the API for, with the key of whoever looks.
 * Therefore the files themselves are open to everybody, see {@link dev.hindsight.access}.
 *
 * <p>Every address of the dashboard answers with the one page, which reads from its address what to show,
 * so that any of them can be opened again or passed on. The headers say what the page may do: load
 * from here alone, run no text as code, be shown in no other page. Owns no tables.
 */
@NullMarked
package dev.hindsight.dashboard;

import org.jspecify.annotations.NullMarked;
