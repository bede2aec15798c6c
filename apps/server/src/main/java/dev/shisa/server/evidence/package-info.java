/**
 * Evidence, the facts that rest on it, files, confirmation by a second person.
 *
 * <p><b>Writing facts.</b> Every fact enters by {@code evidence.EvidenceLog} in one transaction: evidence row, fact
 * rows, {@code ledger_outbox} rows, then the event {@code FactsChanged}, on which {@code conformity} recomputes
 * exactly the verdicts that read those slots: in the same transaction, unless they are too many (below). What is
 * acknowledged is on disk.
 *
 * <p><b>Records beside answers</b> ({@code evidence.ShownFacts}). Some records of the house say part of what a
 * question asks: the public pages that reports are taken, a fresh source that it is read, deliveries what is bought.
 * Each decides only the choices that it knows. Where nobody answered it is said as a document, until a year later; an
 * answer that says it too stands alone; what a record showed and shows no more is taken out of an answer at the
 * answer's own strength, or contradicts a document. Whoever answers anew afterwards is right until the record
 * changes. {@code psirt.OpenWindow}, {@code vulnerability.WatchedSources} and {@code supplier.ShownSupply} use it.
 *
 * <p><b>From a question to its records</b> ({@code evidence.FactRecords}). A capability whose records or documents
 * state a fact says on which page they are kept; the pages of questions and requirements lead there, so that nobody
 * declares what could be recorded.
 *
 * <p><b>Contradictions</b> are decided where they are seen: {@code evidence.Contradictions} gives any page the two
 * sides and, for who may, the form; what came in since it was shown is shown first.
 *
 * <p>Evidence is never changed. What ends is renewed by a piece that continues it ({@code Renewals}) and replaces no
 * fact; what follows from a document or a record is not renewed by hand ({@code EvidenceKeeper}). Where what it
 * follows from falls away, and to withdraw its facts would bring older answers back, they are replaced by ones that
 * have ended ({@code EndedFacts}). What else a capability keeps of a series goes along with it by a bean of
 * {@code SeriesRecords}.
 *
 * <p><b>Files</b> are content-addressed ({@code DATA/blobs/sha256/…}): temporary file, fsync, rename, row after file;
 * orphans are swept.
 *
 * <p><b>The desk</b> ({@code evidence.Desk}): files that one person sent for a product and has not recorded yet, each taken or refused by
 * itself. <b>The viewer</b> ({@code evidence.Viewer}) shows pages of stored files, drawn anew by {@code platform.office}, in a frame
 * that runs, sends and loads nothing ({@code PageHtml}).
 *
 * <p><b>Titles.</b> What Shisa calls an answer or a paper of its own is in the language of whoever answered, and is kept so.
 * {@code evidence.EvidenceTitle} is therefore no text: each page and paper says for which reader, {@code in(locale)}, and
 * records, comparisons, the API and what is carried elsewhere take it {@code stored()}. A new text that evidence is titled
 * with goes into {@code evidence.MadeTitles}.
 *
 * <p>Tables: {@code blob}, {@code evidence}, {@code fact}, {@code fact_confirmation}, {@code fact_supersedes},
 * {@code fact_waiting}, {@code fact_withdrawal}, {@code shown_choice}, {@code shown_fact}, {@code upload}.
 *
 * <p>Events: tells {@code EvidenceRecorded}, {@code FactsChanged}; hears {@code ItemRenamed}.
 *
 * <p>Doors: pages {@code /confirm}, {@code /evidence}, {@code /products/{code}/evidence}; API {@code /evidence},
 * {@code /facts}, {@code /files}, {@code /series/{code}/contradictions}, {@code /series/{code}/evidence},
 * {@code /series/{code}/facts}; jobs {@code Blobs}.
 */
@NullMarked
package dev.shisa.server.evidence;

import org.jspecify.annotations.NullMarked;
