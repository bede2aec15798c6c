/**
 * What goes out of this installation: mails and requests to addresses that an owner entered, and the secrets shared
 * with them.
 *
 * <p>The one place for mails ({@code MailServer}; what a mail server says before it has shown who it is ends at a limit,
 * {@code MailSockets}), signed webhooks ({@code StandardWebhook}) and requests to
 * addresses that an owner entered ({@code OutsideHttp}: https, or http within the computer; into the own network only
 * where the owner said so for that receiver, {@code OwnNetwork}; no redirects; bounded), with what became of them
 * ({@code Outcome}) and the secrets shared with receivers. Whatever asks the web ({@code OutsideHttp}, feeds, copies
 * of pages) does it by {@code PinnedHttp}, which looks a name up once and connects to exactly the address that was
 * looked at; the client of the JDK, which looks up by itself, is used only towards our own server.
 *
 * <p>Tables: {@code receiver_secret}.
 *
 * <p>Events: none.
 *
 * <p>Doors: jobs {@code InTime}, {@code PinnedHttp}.
 */
@NullMarked
package dev.shisa.server.platform.outgoing;

import org.jspecify.annotations.NullMarked;
