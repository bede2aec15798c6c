/**
 * Those who use the maker's products: what they are told, and what became of it.
 *
 * <p>Whoever asks on the public pages is asked back by mail; the answer is the same for known and unknown addresses,
 * and the ledger holds none. A notice is prepared in the transaction of what it tells
 * ({@code advisory.AdvisoryIssued}), so nothing of it exists before, and sent by a second act or together with it.
 * The next revision of an advisory overtakes it: it is set aside, and what has not left stays. Each mail is a row
 * that says {@code sending} before it is handed over: what a killed server leaves is {@code unclear}, and only a
 * person sends it again, so no address has the same twice.
 *
 * <p>The mail server is the one of {@code notice}, by {@code MailRoute}. Whoever switches mail on says what becomes
 * of mails that waited meanwhile ({@code MailBacklog}). Links in mails are keys of which only hashes are stored;
 * opening is noted, reading is what a person presses. New versions, the end of support and businesses that handle the
 * products are told the same way; businesses are asked to answer, and few answers are a task until somebody writes
 * what is done better. {@code SupportCalendar} prepares what a day asks for.
 *
 * <p>Tables: {@code audience_business}, {@code audience_delivery}, {@code audience_draft},
 * {@code audience_improvement}, {@code audience_key}, {@code audience_notice}, {@code audience_request},
 * {@code audience_step}, {@code audience_user}.
 *
 * <p>Events: tells {@code UsersTold}; hears {@code AdvisoryIssued}, {@code StopTold}.
 *
 * <p>Doors: pages {@code /field/businesses}, {@code /field/notices}, {@code /field/receivers},
 * {@code /field/support}, {@code /public/notices}; API {@code /businesses}, {@code /notice-receivers},
 * {@code /notice-rules}, {@code /support-calendar}, {@code /update-notices}, {@code /user-notices}; jobs
 * {@code AudienceSender}, {@code SupportCalendar}.
 */
@NullMarked
package dev.shisa.server.audience;

import org.jspecify.annotations.NullMarked;
