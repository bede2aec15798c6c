/**
 * What the maker itself publishes about vulnerabilities in its products: written, checked, agreed to by a second
 * person, signed.
 *
 * <p>Drafts, steps and issued revisions are rows that are only added; how far one is follows from them. Writing needs
 * no CSAF: {@code CsafText} is the one place where words become a document, and every draft is written and judged as
 * if it were issued at that moment. Which versions one names, and as what, is said by {@code NamedVersions} alone:
 * the document, the words, the comparison with triage ({@code ClaimCheck}) and the gate for what leaves the house
 * ({@code AdvisoryGround}) ask it; whether a version comes before the fixed one, the order of entry does not tell.
 *
 * <p>What is given out of triage ({@code vulnerability.GivenOut}) is held against what was published
 * ({@code PublishedClaims}), and so is another advisory of the same vulnerability: what contradicts needs a reason
 * that is recorded. Two persons issue ({@code OwnAdvisories.mayIssue}): neither who wrote the last draft nor who
 * asked; alone after a day, typed, and recorded as such. A draft that changes after it was asked for has to be asked
 * for again. Numbers are given when the first revision is issued, since a gap would tell that something is kept back;
 * what only some may read has a number by lot instead ({@code …-R-…}), and keeps it when it is published later; the
 * ledger holds a hash of drafts only, since auditors read it.
 *
 * <p>A document is signed once, in the transaction that issues it, and kept with its signature; a new key signs
 * nothing again. Every revision is written, judged and signed in both versions of CSAF ({@code Editions}, which also
 * makes what revisions from before lack) and both are served as trees of their own ({@code ProviderTree}), as CSAF
 * 2.1 describes the transition; the issuer chooses only which one stands at the usual address, so whatever is chosen,
 * no address stops answering and readers of either learn of corrections. What was public once cannot be narrowed,
 * only withdrawn.
 *
 * <p>{@code ClaimCheck} holds what a draft says of each named version against findings, triage and bills of materials
 * ({@code vulnerability.WhatIsKnown}); what contradicts stops it until whoever asks gives a reason that whoever
 * issues agrees to, both recorded ({@code advisory-despite/1}). What is offered may differ by product
 * ({@code AdvisoryContent.Offer}); a fix is offered only where a version is fixed. {@code AdvisoryCases} is how a
 * capability that keeps unpublished matters says who may know of a draft; {@code vulnerability.FindingNext} is how a
 * finding's page leads to an advisory or a case.
 *
 * <p>Tables: {@code advisory}, {@code advisory_despite}, {@code advisory_draft}, {@code advisory_edition},
 * {@code advisory_issued}, {@code advisory_key}, {@code advisory_step}.
 *
 * <p>Events: tells {@code AdvisoryIssued}.
 *
 * <p>Doors: pages {@code /vulnerabilities/advisories}; API {@code /advisories}; jobs {@code EditionsAtStart}.
 */
@NullMarked
package dev.shisa.server.advisory;

import org.jspecify.annotations.NullMarked;
