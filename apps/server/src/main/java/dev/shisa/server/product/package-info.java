/**
 * Series, model numbers, releases, change impact, names of register items, which guides are followed; the frame of
 * series pages.
 *
 * <p><b>Guides are chosen</b> ({@code product.Guides}). A series follows JC-STAR ★1 until somebody chooses otherwise;
 * the organisation follows nothing at first. Only what is followed is decided, recorded, asked for and told of: a
 * guide that nobody follows would fill ledger and lists with what nobody reads, and choosing it later decides it at
 * once from the answers that are there.
 *
 * <p>A requirement that reads only facts about the company comes out the same for every series, so it is decided
 * once, for the organisation, whose id then stands where a series' does; ★1 alone asks all of each series, because
 * each is applied for by itself. {@code standing} has one row for each followed guide; next questions of several
 * guides are one list in which an answer stands once ({@code NextQuestions.together}).
 *
 * <p>A signed change impact names the guides that its signer looked at, and touches all of every other.
 *
 * <p><b>Archived series</b> are read-only: {@code Products.requireInUse} at the pages, the same check in
 * {@code Products} and {@code EvidenceLog}; nothing of them is a task.
 *
 * <p>A change impact counts once a second person has confirmed it, and until then nothing is inherited by it. Whoever
 * gives a version out is told what stands against it ({@code ReleaseCautions}); it is not refused.
 *
 * <p>Tables: {@code change_impact}, {@code change_impact_confirmation}, {@code guide_choice}, {@code model},
 * {@code out_of_scope}, {@code register_item}, {@code release}, {@code series},
 * {@code series_photo}.
 *
 * <p>Events: tells {@code DesignatedReleaseChanged}, {@code GuidesChosen}, {@code ImpactSigned},
 * {@code ItemRenamed}, {@code ModelsChanged}, {@code SeriesArchived}, {@code SeriesCreated}.
 *
 * <p>Doors: pages {@code /map}, {@code /products}, {@code /products/export}, {@code /products/new},
 * {@code /products/{code}/archive}, {@code /products/{code}/edit}, {@code /products/{code}/models},
 * {@code /products/{code}/photo}, {@code /products/{code}/photo.jpg}, {@code /products/{code}/releases}, {@code /products/{code}/releases/{release}/designate},
 * {@code /products/{code}/releases/{release}/edit}, {@code /products/{code}/releases/{release}/impact},
 * {@code /search}; API {@code /search}, {@code /series}, {@code /series/{code}/archived},
 * {@code /series/{code}/models}, {@code /series/{code}/register}, {@code /series/{code}/releases},
 * {@code /series/{code}/releases/{release}/designate}, {@code /series/{code}/releases/{release}/impact}.
 */
@NullMarked
package dev.shisa.server.product;

import org.jspecify.annotations.NullMarked;
