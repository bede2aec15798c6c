/**
 * What is verified of a product from its design until after its release, what came of it, and whether a release may
 * ship.
 *
 * <p>Items, results, orders and environments are rows that are never changed, revisions of one thing; how an item
 * stands, whether a release's gate is open and what is due is computed ({@code Whole}, plain code). A result needs
 * evidence of its release and one revision of an environment, counts while the item asks the same, and a failure is
 * over only when the same item passes. Facts come only when the designated release's plan is wholly settled, as one
 * piece of evidence ({@code Conclusions}); whatever changes that – a result, an item, withdrawn evidence, another
 * designated release – takes them back first.
 *
 * <p>Tables: {@code verification_conclusion}, {@code verification_edition}, {@code verification_environment},
 * {@code verification_inventory}, {@code verification_item}, {@code verification_order},
 * {@code verification_release}, {@code verification_result}.
 *
 * <p>Events: hears {@code DesignatedReleaseChanged}, {@code FactsChanged}, {@code ScanWithdrawn}.
 *
 * <p>Doors: pages {@code /organisation/environments}, {@code /products/{code}/verification}; API
 * {@code /organisation/environment-inventory}, {@code /organisation/environments},
 * {@code /series/{code}/verification}, {@code /verification-checklists}.
 */
@NullMarked
package dev.shisa.server.verification;

import org.jspecify.annotations.NullMarked;
