/**
 * Verdicts of product series, recomputed when a fact, an edition, a parameter or a release changes; the board and the
 * proofs.
 *
 * <p>What a verdict is, and how it comes about: {@code docs/concepts/verdicts.md}. The engine decides; this package
 * says when, keeps what came out ({@code verdict}, {@code verdict_change}), and shows it. What is stored is decided
 * under the lock of its series.
 *
 * <p><b>Many series at once.</b> What concerns more than twenty series (an answer about the organisation, a
 * parameter, an edition) does not decide them in its transaction; it writes there that they wait ({@code redecision},
 * {@code redecision_series}), with cause and instant. A worker decides them right after the commit, in the order of
 * their ids, each in a transaction of its own; what a killed server leaves goes on waiting. Whoever reads one series
 * has it decided first ({@code Verdicts.settle}), also when a fact of it has expired since, so nobody reads a verdict
 * that was overtaken; lists over many series say which of them wait, and how far it is.
 *
 * <p>Before the first page after an upgrade, all series wait that another edition decided. Whoever decides holds the
 * lock of the series ({@code Products.lock}) and reads first what waits, then rules, then facts; who has several
 * series in hand takes only locks that are free. Of several causes the latest is told. Verdicts that come out the
 * same are not written again, so {@code decidedAt} is when this content was first decided.
 *
 * <p>A requirement in which a new edition differs from the one before is reopened ({@code Reopenings}):
 * {@code recheck}, it alone, until somebody has compared both texts. By which text and rule each verdict came out is
 * stored with it.
 *
 * <p><b>Not adopted</b> ({@code conformity.NotAdopted}): a decision with reason, person and last day, never about ★1.
 * It changes no verdict; readers of lists and questions leave out what it names while it holds.
 *
 * <p><b>Assigned</b> ({@code conformity.Assignments}): who settles an open requirement of a series, or of the
 * organisation, until when. It is done while the verdict leaves nothing to do; nothing is written for that. When its
 * day has come, one record ({@code task-due/1}) tells whoever listens.
 *
 * <p><b>Many things in one act</b> ({@code BulkActs}): series, assignments, pieces of evidence. The preview does the
 * act and rolls it back, so there is one set of rules; each is a transaction of its own, and what was done is kept
 * for undoing it.
 *
 * <p><b>Technical measures</b> ({@code Measures}): seven are proposed from facts; a person decides ({@code Adopted},
 * {@code NotAdopted}, never both).
 *
 * <p>Tables: {@code adopted}, {@code assignment}, {@code bulk_act}, {@code bulk_line}, {@code not_adopted},
 * {@code redecision}, {@code redecision_series}, {@code reopened}, {@code requirement_edition}, {@code standing},
 * {@code verdict}, {@code verdict_change}.
 *
 * <p>Events: tells {@code AssignmentDue}, {@code RequirementAssigned}, {@code VerdictTurned}; hears
 * {@code DesignatedReleaseChanged}, {@code EditionChanged}, {@code FactsChanged}, {@code GuidesChosen},
 * {@code ImpactSigned}, {@code ItemRenamed}, {@code ParametersChanged}, {@code SeriesCreated}.
 *
 * <p>Doors: pages {@code /assignments}, {@code /bulk}, {@code /organisation/guides},
 * {@code /products/{code}/conformity}, {@code /products/{code}/elsewhere}, {@code /products/{code}/guides},
 * {@code /products/{code}/measures}; API {@code /boards}, {@code /organisation/assignments},
 * {@code /organisation/board}, {@code /organisation/guides}, {@code /organisation/not-adopted},
 * {@code /organisation/verdicts}, {@code /series/{code}/assignments}, {@code /series/{code}/board},
 * {@code /series/{code}/elsewhere}, {@code /series/{code}/guides}, {@code /series/{code}/measures},
 * {@code /series/{code}/not-adopted}, {@code /series/{code}/verdicts}; jobs {@code AssignmentTasks},
 * {@code BacklogWorker}.
 */
@NullMarked
package dev.shisa.server.conformity;

import org.jspecify.annotations.NullMarked;
