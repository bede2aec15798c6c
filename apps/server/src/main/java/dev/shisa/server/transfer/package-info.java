/**
 * A series as one file: from one installation to another, with all that its verdicts rest on.
 *
 * <p>Facts that come from another installation pass {@code EvidenceLog}, recorded now and by whoever imports, with
 * the names of there as text. What second persons did there counts only if an owner, who could invite second persons
 * anyway, declares to take it over: that declaration is a record ({@code series-import/1}) and stands where a
 * person's id would ({@code import_id}). Nothing in the file is signed; the hash of its manifest is among the acts of
 * both sides. A preview is the import itself, rolled back. Withdrawn facts do not travel.
 *
 * <p>What else a capability keeps of a series (runs, results, lists, guided checks) goes along as its own part, by a
 * bean {@code evidence.SeriesRecords}, with the evidence that it names; secrets stay. What each requirement asked
 * when it came out good goes along ({@code records/decided.json}); where it is brought in, what asks something else
 * is reopened, also what was reopened there and nobody had compared yet: no verdict turns green by the detour. A file
 * of a version that wrote no such record tells its edition only, which the page of the import shows.
 *
 * <p>Tables: {@code series_import}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /products/import}, {@code /products/{code}/export}, {@code /products/{code}/series.zip}; API
 * {@code /series-imports}, {@code /series/{code}/series.zip}.
 */
@NullMarked
package dev.shisa.server.transfer;

import org.jspecify.annotations.NullMarked;
