package dev.shisa.server.advisory;

import dev.shisa.server.platform.account.Person;

/**
 * An advisory was issued, corrected or withdrawn; told in the transaction that does it.
 *
 * @param tell whether those who are concerned are told at once
 * @param by who issued it
 */
public record AdvisoryIssued(IssuedAdvisory advisory, boolean tell, Person by) {}
