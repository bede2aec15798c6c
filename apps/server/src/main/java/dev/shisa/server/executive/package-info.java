/**
 * What executives look at: whether the company is ready, what it costs, and which products need them.
 *
 * <p>{@code ExecutiveOverview} is what they read, in words; the page and the sheet of A4 ({@code ExecutiveSheet}) are
 * made from it alone. The sheet is set with less and less until it is one page, and has words of its own, without
 * those of the trade. Plans come from {@code plan.Roadmaps}.
 *
 * <p>Tables: {@code executive_costs}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /organisation/executive}; API {@code /organisation/costs}, {@code /organisation/readiness}.
 */
@NullMarked
package dev.shisa.server.executive;

import org.jspecify.annotations.NullMarked;
