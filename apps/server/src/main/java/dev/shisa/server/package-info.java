/**
 * The server: one Spring Boot application, one package for each capability, flat.
 * {@code apps/server/capabilities.txt} has their order: each may use those before it, never those after.
 *
 * <p>Each capability has its own tables, pages, messages and public types. Others reach it by those types or by its
 * events, never by its tables; handlers and stores are package-private. Where an earlier one must show something of a
 * later one, it owns a small interface that the later one implements: {@code NavSource} (navigation),
 * {@code TaskSource} (the inbox), {@code SeriesTab}, {@code SeriesStanding} and {@code SeriesLabel} (series pages),
 * {@code ChangeSource} (changes since a label), {@code UnreadSource} (the top of every page), {@code SearchSource}
 * (the search), {@code Check} (doctor).
 *
 * <p>Each {@code package-info} says what its package is for, and ends with its tables, its events (those that it
 * tells, and those of others that it hears) and its doors; a test holds these against the code.
 */
@NullMarked
package dev.shisa.server;

import org.jspecify.annotations.NullMarked;
