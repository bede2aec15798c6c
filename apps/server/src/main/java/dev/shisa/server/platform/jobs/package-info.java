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
 * <p><b>Long work</b> tells where it is as a {@code WorkStage}: stage n of m, done of all, and a rounded {@code TimeLeft} once there is a
 * pace. {@code LongWorks} logs what began and how it ended, and keeps a note in {@code DATA/run/works} by which the next start finds what
 * the server died under. At a command line {@code WorkLine} says it.
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
