/**
 * Home and the inbox: everything that waits for a person, once.
 *
 * <p>Capabilities tell what waits ({@code platform.web.TaskSource}), each thing with a key; what two of them tell of one thing becomes one
 * row ({@code Inbox}). How important a kind of thing is stands in {@code platform.web.TaskKind} and nowhere else. A row is the reader's,
 * anybody's with these rights, or waits for others, and then it says for whom.
 *
 * <p>People may put a row off until a day, for themselves; hand it over; or say that it is not the company's, with a reason ({@code Puts}).
 * Nothing of this changes what is so: no verdict, no day of a case. It is kept by the key, so whoever is not told of a thing cannot hand it
 * over, nor be given it: both are looked for in what that person's own inbox has. A row comes back when its day is there, when it presses
 * more than it did, and in any case after a year; until then it is listed below.
 *
 * <p>Tables: {@code task_put}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /}, {@code /tasks}; API {@code /tasks}.
 */
@NullMarked
package dev.shisa.server.inbox;

import org.jspecify.annotations.NullMarked;
