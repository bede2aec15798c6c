/**
 * How many people ask the support desk, and what everybody is told while something is wrong.
 *
 * <p>The support desk, or its telephone system by the API, enters how many people asked in an hour. The transaction
 * that counts an hour also looks whether it stands out: at least so many, and so many times the median of the hours
 * that were counted in the last weeks; hours of which nothing was entered are left out, since the desk was closed.
 *
 * <p>A surge is a row, a task and a notice until a person says what came of it. What everybody is told meanwhile is a
 * {@code Status} of steps, published by one act through {@code portal.PublicAdditions}: on a page of its own, at the
 * top of the products' pages and in the feeds, and never changed afterwards, only followed by a further step or a
 * withdrawal. Texts lie ready for the day on which nobody has time to write.
 *
 * <p>Tables: {@code inquiry_count}, {@code inquiry_settled}, {@code inquiry_status}, {@code inquiry_status_step},
 * {@code inquiry_struck}, {@code inquiry_surge}.
 *
 * <p>Events: tells {@code SurgeFound}.
 *
 * <p>Doors: pages {@code /field/inquiries}, {@code /field/status}; API {@code /inquiries}, {@code /statuses}.
 */
@NullMarked
package dev.shisa.server.inquiry;

import org.jspecify.annotations.NullMarked;
