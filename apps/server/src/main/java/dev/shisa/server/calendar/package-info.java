/**
 * Days as a calendar that a person's own calendar program fetches (iCalendar, RFC 5545) by a link with a secret.
 *
 * <p>A calendar program keeps what it fetches wherever its maker keeps it. So the feed has what may leave the house
 * ({@code TaskSource.mayLeave}) and the days that capabilities tell of ({@code Dated}), named by product, code and what is asked for: no
 * case, no word that somebody wrote. It is what the person may see at the moment that it is fetched; whose account ended, or
 * who set a new password by a link, has none.
 *
 * <p>A person has one link at a time. It is shown once and kept as its hash.
 *
 * <p>Tables: {@code calendar_link}.
 *
 * <p>Events: hears {@code TokensEnded}.
 *
 * <p>Doors: pages {@code /account/calendar}, {@code /calendar}.
 */
@NullMarked
package dev.shisa.server.calendar;

import org.jspecify.annotations.NullMarked;
