/**
 * What is sent to IPA: the checklist filled from the answers, the check for corrections, an own export, the steps of
 * the application, the label.
 *
 * <p>What happens at IPA and afterwards is a journal ({@code application_entry}): entries of a closed set of kinds
 * ({@code EntryKind}, with the fields of each) that are never changed, only taken back. How far the present round is,
 * which label holds and what became of corrections and notices is computed from it ({@code Journal},
 * {@code LabelClock}: plain code, the day is given); a renewal begins a round, and the old label goes on. The entry
 * of a label holds what it was issued for as of the day of issue ({@code LabelledState}; an entry that mends another
 * takes over what that one held), so {@code LabelChanges} can tell what changed; other capabilities add to that by
 * {@code ChangeSource}.
 *
 * <p>Nothing decides whether IPA needs a notice but a person. Fees, forms and addresses are dated data with their
 * sources ({@code catalogue/scheme/jcstar.yaml}, overlaid below {@code DATA/catalogue/scheme}); no guide, so the
 * engine never reads it. The papers are one zip that is kept as it was made, with the hash of each file in the entry.
 * An evaluator's link opens one series ({@code EvaluationDoor}) and nothing else of the house; a sign-off names the
 * hash of release, editions, verdicts and proofs ({@code Evaluated}), so what changed later is named; a sheet that
 * comes back is compared line by line with the pack that was handed out.
 *
 * <p><b>Assessment results</b> ({@code application.OscalResults}) say verdicts, evidence and risks in NIST's OSCAL;
 * what has no counterpart there is said in the document.
 *
 * <p>Tables: {@code application}, {@code application_entry}, {@code application_file}, {@code application_form},
 * {@code application_link}, {@code application_mapping}, {@code application_reason}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /evaluation}, {@code /organisation/oscal.json}, {@code /products/{code}/application}; API
 * {@code /application-scheme}, {@code /organisation/oscal.json}, {@code /series/{code}/application},
 * {@code /series/{code}/export.xlsx}, {@code /series/{code}/oscal.json}.
 */
@NullMarked
package dev.shisa.server.application;

import org.jspecify.annotations.NullMarked;
