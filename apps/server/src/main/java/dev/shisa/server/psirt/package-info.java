/**
 * Vulnerabilities that somebody reports: cases that only those who work on them know of, from the report until they
 * are closed.
 *
 * <p>Who may know of what: {@code docs/concepts/need-to-know.md}.
 *
 * <p>A case is its entries ({@code EntryKind}, with the fields of each), which are only added; {@code Case} is
 * computed from them: state, people, clocks ({@code duty.Clocks}), measures, what may be published when. Need-to-know
 * is one place, {@code Cases.require} and {@code Cases.of}: who does not work on a case gets the same answer as for
 * one that does not exist, whatever the role, and both are {@code psirt-access/1}. Since owners and auditors read
 * ledger and audit, a record of an entry ({@code psirt-entry/1}) holds a salted hash of its content ({@code sealed})
 * and no word of it, no line of the audit names an open case, and its notices name the number only. Numbers are drawn
 * by lot.
 *
 * <p>Where nobody is left who could go on with a case (accounts ended, roles taken away), those on duty take it over
 * who have been so for a week and did not end the others,
 * with an entry that says so ({@code Cases.keepInHands}, every ten minutes and when a reporter writes). Reports from
 * the form become cases of those on duty; what comes too often or looks like a machine's waits in a quarantine that
 * is counted on Home, and what cannot be kept is refused with a sentence: nothing is dropped silently. The reporter's
 * key is stored as a hash. Attachments go out as {@code application/octet-stream} only. Advisories ask and tell by
 * {@code advisory.AdvisoryCases}, which {@code CaseAdvisories} implements. What is real in cases writes no facts, and
 * cases do not travel with a series.
 *
 * <p>A mail ({@code CaseMails}) is an entry with what is written, and a row that says how far its sending is, as
 * notices to users are: written down before it is handed over, so a killed server sends nothing twice; what became of
 * it is an entry, too, and ends the reporter's clocks only when the mail server has taken it. Whoever left an OpenPGP
 * key is written to encrypted, signed with the key of the advisories ({@code SigningKeys.seal}), and never otherwise;
 * the subject has the number only. A mail box ({@code Mailbox}, IMAP) is looked into by numbers of mails, not by what
 * is read, so a colleague's look hides none; each mail goes by the door of mails in files, is marked after it is
 * stored, and joins a case only if its subject names the case and the case knows its sender.
 *
 * <p>A drill ({@code Drill}) is a case whose later reports come by themselves ({@code Drills}, asked every ten minutes), each a
 * task of somebody with the role that it is for. It ends with a rehearsed publication ({@code Rehearsal}), which touches nothing of
 * {@code advisory} but the code that writes and judges documents, and with what is computed of it ({@code DrillResult}), beside
 * earlier drills of the same person only.
 *
 * <p>Files of what is kept apart stay with it. {@code Splits} keeps need-to-know: a new case has the same people,
 * merging needs somebody of both and agreement where people learn of it; one reporter's words are a note for the
 * other's case. Two records here are facts, too: what JPCERT/CC was told of the window ({@code Windows}: current for
 * a year, outdated when the own contact changes, nothing from an empty register), and a drill that several people
 * closed with something learnt ({@code DrillEvidence}). Feedback and near misses ({@code Feedback}) are no secret:
 * rows that are only added, seen by whoever sees the series, and a task when nobody decides.
 *
 * <p>Tables: {@code psirt_access}, {@code psirt_case}, {@code psirt_entry}, {@code psirt_feedback},
 * {@code psirt_feedback_step}, {@code psirt_file}, {@code psirt_kept_file}, {@code psirt_mail},
 * {@code psirt_mailbox}, {@code psirt_mailbox_mail}, {@code psirt_quarantine}, {@code psirt_rules},
 * {@code psirt_sending}, {@code psirt_window}, {@code psirt_window_said}.
 *
 * <p>Events: tells {@code CaseOpened}, {@code CaseTold}; hears {@code FactsChanged}.
 *
 * <p>Doors: pages {@code /psirt}, {@code /public/report}, {@code /vulnerabilities/feedback}; API {@code /feedback},
 * {@code /psirt}; jobs {@code CaseMailSender}, {@code CaseWatch}, {@code MailboxFetcher}, {@code OpenWindow},
 * {@code Windows}.
 */
@NullMarked
package dev.shisa.server.psirt;

import org.jspecify.annotations.NullMarked;
