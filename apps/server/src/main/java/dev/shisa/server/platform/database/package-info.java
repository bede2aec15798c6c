/**
 * The database that Shisa brings along: a real PostgreSQL 18, unpacked, started, watched and stopped by Shisa, with all
 * of its files in the data directory.
 */
@NullMarked
package dev.shisa.server.platform.database;

import org.jspecify.annotations.NullMarked;
