/**
 * Telling people what happened: on their page, by mail, in the rooms of the organisation's chat.
 *
 * <p>A capability tells what happened in its own transaction: by an event that {@code NoticeEvents} hears, or, if it
 * comes later, by {@code Notices.tell}; {@code NoticeWatch} looks for what only time makes so. One worker spreads it
 * – whose business it is follows from the kind ({@code NoticeKind}), roles and series at that moment – and gathers
 * messages; one sends mails and another one messages to channels, so that a mail server that hangs holds up neither
 * page nor chat.
 *
 * <p>What waits on Home with a last day is told a week before, on the day and when it has passed
 * ({@code TaskReminders}), unless its capability tells of it itself ({@code TaskSource.reminded}). What is neither
 * read nor sent is one notice that counts; urgent messages are a minute late and a quarter of an hour apart. A
 * message has a number that stays when it is sent again, since nobody can know what a server that was killed had
 * handed over. Reading and sending look again at what the person may see.
 *
 * <p>Some kinds are for channels only: those whose work it is did it themselves. A channel is told what an owner ticked and nothing
 * that is added later.
 *
 * <p>Words are made when they are read or sent, so nothing stored names anybody.
 *
 * <p>Tables: {@code notice}, {@code notice_channel}, {@code notice_choice}, {@code notice_condition},
 * {@code notice_event}, {@code notice_message}, {@code notice_setting}.
 *
 * <p>Events: hears {@code AdvisoryIssued}, {@code AssignmentDue}, {@code CaseOpened}, {@code CaseTold},
 * {@code EmergencySignIn}, {@code FindingsChanged}, {@code FindingsOpened}, {@code RequirementAssigned},
 * {@code StopDone}, {@code SupplierHeard}, {@code SurgeFound}, {@code TalkTold}, {@code UsersTold},
 * {@code VerdictTurned}.
 *
 * <p>Doors: pages {@code /notices}, {@code /settings/notices}; API {@code /notice-deliveries}, {@code /notices}; jobs
 * {@code NoticeSender}, {@code NoticeWatch}, {@code NoticeWorker}, {@code RoomSender}, {@code TaskReminders}.
 */
@NullMarked
package dev.shisa.server.notice;

import org.jspecify.annotations.NullMarked;
