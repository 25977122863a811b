/**
 * The driver's edges: statements and their arguments, rows, transactions, migrations, readiness.
 *
 * <p>Outside this package and the stores, nobody sees a type of the driver, except {@code SqlClient}
 * where a service joins a transaction.
 */
@NullMarked
package dev.hindsight.db;

import org.jspecify.annotations.NullMarked;
