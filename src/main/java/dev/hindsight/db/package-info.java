/**
 * The driver's edges: sessions, statements and their arguments, rows, transactions.
 *
 * <p>Outside this package and the stores, nobody sees a type of the driver, except {@code SqlClient}
 * where a service joins a transaction. What the database answers when it cannot is said here in the
 * caller's words, as a problem, so that no store has to know its error codes: a database that is away
 * is {@code overloaded} (503) with a time to come again. At the start it is made sure that it answers.
 */
@NullMarked
package dev.hindsight.db;

import org.jspecify.annotations.NullMarked;
