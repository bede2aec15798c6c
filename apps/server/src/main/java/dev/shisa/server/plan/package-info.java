/**
 * In which order is what is open to be done, and until when: a plan from the maker's policy, stage, staff, budget and
 * customers.
 *
 * <p>{@code Planner} is plain code: points with reasons make the order, one queue of work and a budget that grows by
 * the month make the dates; what would miss its last day (of its assignment, of the label) goes first; nothing of it
 * is stored but what a person entered. What a change of budget, people or days moved, and why, is {@code Moves},
 * computed from the values before and now over what is open today.
 *
 * <p>Tables: {@code plan_parameters}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /products/{code}/plan}; API {@code /series/{code}/plan}.
 */
@NullMarked
package dev.shisa.server.plan;

import org.jspecify.annotations.NullMarked;
