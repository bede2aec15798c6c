/**
 * Documents that are drafted from answers, edited, reviewed, approved, put into force, read and kept.
 *
 * <p>A template is data ({@code templates.json}): what the answers give is said, what nobody answered is a gap in the
 * text, and a section decides something only if it is filled in every language and nothing essential of it was
 * struck. Rows are only added (versions, revisions, steps, readers); the last step says the state. What a company
 * does when a vulnerability or an emergency comes, and who answers for it, is laid down in three of them (response
 * procedure, emergency plan, charter), which name the roles and contacts of the register and so follow them.
 *
 * <p>What decides as a whole (a policy is there) counts only while the sections that somebody has to fill are filled.
 * What is in force is evidence, {@code documented}, submitted by whoever wrote it and confirmed by whoever put it
 * into force, until its day of review; withdrawing or superseding takes its facts back, and with them what they had
 * replaced, which would count again by itself. Evidence that follows from a document or a record is not renewed by
 * hand ({@code evidence.EvidenceKeeper}). When what it follows from falls away, its facts are replaced by ones that
 * have ended ({@code evidence.EndedFacts}): to withdraw them only would bring back older answers.
 *
 * <p>A version keeps what its text took from the answers ({@code Basis}); when one of these is otherwise,
 * {@code Doubts} replaces what it decides by facts that have ended (re-check), until the answer is as it was,
 * somebody says why the text is still right, or the next version is in force. Whoever wrote in a version judges it
 * only where nobody else could. Reports to authorities and coordinators ({@code DocumentKind.isSealed}) are seen by
 * role PSIRT and who works on them, lie in the ledger as salted hashes, are no evidence and go along with no series.
 * What is for readers decides only with the place where they get it.
 *
 * <p>Later capabilities add what a kind decides, or its draft, by {@code DocumentDecides} and {@code DocumentDraft}, and
 * what a register or a rule says by {@code KnownValues}: a template asks for it by name, a draft takes it as it is then,
 * and what nobody has entered is a gap that leads to where it is entered. A text keeps what it says. What it promises in
 * days is read out of it ({@code Promises}) and held against the rule, also where a person wrote it: other days are
 * told before it goes to review, and doubted in force. Lines of a template also say what list they answer
 * ({@code Documents.spoken}), so a text that fills its template satisfies our own checklist.
 *
 * <p>A guide for businesses goes to them by a link of which only a hash is stored ({@code Handings}); for which work
 * they were told follows from their receipts and is taken back when somebody new has not received it. Documents that
 * the maker has already are read ({@code platform.office.DocumentText}; PDF in a process of its own, with little
 * memory and time) and sentences that are about what an open question asks are listed ({@code SentenceSearch}, by meanings
 * in both languages, {@code sentence-words.txt}, and the glossary); only what a person answers becomes evidence, with
 * file, place and quotation.
 *
 * <p>Tables: {@code document}, {@code document_acknowledgement}, {@code document_basis}, {@code document_doubt},
 * {@code document_evidence}, {@code document_handing}, {@code document_reader}, {@code document_receipt},
 * {@code document_revision}, {@code document_source}, {@code document_source_answer}, {@code document_step},
 * {@code document_version}.
 *
 * <p>Events: tells {@code DocumentChanged}; hears {@code FactsChanged}, {@code ModelsChanged}.
 *
 * <p>Doors: pages {@code /documents}, {@code /handed}, {@code /products/{code}/documents}; API {@code /documents};
 * jobs {@code Doubts}.
 */
@NullMarked
package dev.shisa.server.document;

import org.jspecify.annotations.NullMarked;
