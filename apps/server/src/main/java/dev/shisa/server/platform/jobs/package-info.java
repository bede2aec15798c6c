/**
 * Whatever runs beside the requests: the one place that starts threads, what is due when, and who is told that there
 * is work.
 *
 * <p><b>Behind the pages</b> every thread is started by {@code platform.jobs.Background}: what it fails of, also an
 * {@code Error}, is told to who waits, frees what is held, and is named by log and doctor.
 *
 * <p>{@code JobQueue} holds what is due when, one open job for each kind and key; it survives a restart. A
 * {@code SignalledWorker} works off what waits in the database, at each {@code CommitSignal}; what a killed server
 * left goes on waiting.
 *
 * <p>Tables: {@code job}.
 *
 * <p>Events: none.
 *
 * <p>Doors: none.
 */
@NullMarked
package dev.shisa.server.platform.jobs;

import org.jspecify.annotations.NullMarked;
