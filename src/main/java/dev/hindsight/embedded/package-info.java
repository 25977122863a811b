/**
 * The database that comes along: a PostgreSQL 18 of the service's own, for who configures none.
 *
 * <p>Its files live in {@code hindsight.home}:
 *
 * <pre>
 *   lock            held for the life of the service; names its process
 *   password        of the database user, 256 random bits, readable by the owner only
 *   postgres/       the programs, unpacked once per release
 *   postgres.log    what the server says; begun anew at a start once it is over 10 MB
 *   data/           the database
 * </pre>
 *
 * <p>The programs come as jars from io.zonky.test. Its launcher, {@code EmbeddedPostgres}, is made
 * for throw-away test databases and is not used: it turns {@code fsync} off, lets everybody in
 * without a password, listens on whatever the default is, starts a second server beside one that
 * was left behind, and stops its server from a shutdown hook, while the service still drains. Here
 * a commit is durable, the server listens on 127.0.0.1 and asks for a password, a server that a
 * killed service left behind is stopped before the next one starts, one that ends under a running
 * service is started again, and the database goes last.
 */
@NullMarked
package dev.hindsight.embedded;

import org.jspecify.annotations.NullMarked;
