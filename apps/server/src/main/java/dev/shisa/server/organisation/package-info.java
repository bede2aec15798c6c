/**
 * The company behind the products: its people and roles, parties inside and outside, training, controls against
 * misuse and mistakes, access rights, and its product security policy; and the facts that follow from what is
 * registered.
 *
 * <p>One table of revisions for all kinds of entries ({@code Kind}: people, roles, who does what, parties, training,
 * controls, systems and rights, what was done about the policy), since each is a handful of texts that people enter,
 * read back and export alike; forms, API and files are made from the kinds. What the guides list (roles, parties,
 * principles, contents of a policy) is the catalogue's; marks that its text lacks stay gaps, which {@code GapFills}
 * or the company's own entry fills.
 *
 * <p>{@code Company} reads it on one day, without database and clock: who holds what, whom to call, what is open
 * ({@code Matters}, also on Home). <b>From records to facts</b> is {@code Stated}, the one place: what is only half
 * registered states nothing, and each statement is a document with the table as it was, and waits for a second person
 * like all evidence. A statement replaces the answers that were given before to the same question
 * ({@code Statements}): from then on the register knows.
 *
 * <p>What was whole and is not any more is withdrawn in the transaction of the change; where an older answer would
 * come back with that, the register says instead that it was so until now (a fact that ended when it was observed),
 * so the verdict is to be looked at again until somebody answers anew. Only what the evidence of a policy from
 * elsewhere says of it stands beside the register. Reviews, trainings and contracts with outside companies end by
 * {@code validUntil}, and stay as they ended.
 *
 * <p>What a person saw – a section of the policy, the roles of an account – counts for the version, or the roles,
 * that were seen, which the register keeps with the entry ({@code Field.Type.FIXED}). What follows may also change
 * without an act on the register – a planned training takes place, somebody comes who has not read the policy –, so
 * it looks by itself every hour ({@code Register.look}). A policy that the company has as evidence of its own counts
 * like one written here ({@code PolicySource}), once it is confirmed.
 *
 * <p>That somebody leaves is one act ({@code Register.leave}): account and sessions end, roles and contacts are
 * empty, rights elsewhere are to be removed; {@code Register.comeBack} undoes it where nobody has changed anything
 * since. Somebody whose account ended otherwise may have left: nothing is stated of their roles until a person says.
 *
 * <p><b>Sectors</b> ({@code organisation.Kind.SECTOR}, {@code UpdateWindow}; S-145). Which series are used in which
 * field, and when they may be updated there; what a sector says is a fact of its series ({@code update.timing}) until
 * its review.
 *
 * <p>Tables: {@code organisation_entry}, {@code organisation_statement}.
 *
 * <p>Events: hears {@code DocumentChanged}, {@code FactsChanged}, {@code GapsChanged}.
 *
 * <p>Doors: pages {@code /organisation}, {@code /organisation/access}, {@code /organisation/controls},
 * {@code /organisation/emergency}, {@code /organisation/file}, {@code /organisation/lists},
 * {@code /organisation/parties}, {@code /organisation/people}, {@code /organisation/policy},
 * {@code /organisation/register}, {@code /organisation/roles}, {@code /organisation/sectors},
 * {@code /organisation/training}; API {@code /organisation/emergency}, {@code /organisation/matters},
 * {@code /organisation/people}, {@code /organisation/register}, {@code /organisation/register-file}; jobs
 * {@code Register}.
 */
@NullMarked
package dev.shisa.server.organisation;

import org.jspecify.annotations.NullMarked;
