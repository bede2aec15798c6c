/**
 * The database that Shisa brings along: a real PostgreSQL 18, unpacked, started, watched and stopped by Shisa, with
 * all of its files in the data directory.
 *
 * <p>{@code ./shisa up} starts the JVM, which starts PostgreSQL 18 from the binaries on its class path in
 * {@code DATA/postgres}: loopback only, scram with a generated password, {@code fsync=on}, data checksums, a
 * parent-death signal, orphans found by their working directory; one of other programs is named and left alone. When
 * it ends by itself it is started again, without end: a full disk passes. As root through a user namespace, else by
 * dropping to an unprivileged user. {@code shisa.database.url}, {@code .user}, {@code .password} name an external one
 * instead.
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: jobs {@code PostgresServer}.
 */
@NullMarked
package dev.shisa.server.platform.database;

import org.jspecify.annotations.NullMarked;
