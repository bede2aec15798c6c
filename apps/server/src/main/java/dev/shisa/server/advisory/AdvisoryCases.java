package dev.shisa.server.advisory;

import dev.shisa.server.platform.account.Person;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** The matters from which advisories come; implemented by the capability that keeps these matters. */
public interface AdvisoryCases {

    /** Whether a person may see what is not published of a case. */
    boolean sees(UUID caseId, Person person);

    /** Whether what belongs to a case may be issued on a day: the agreed date has come, and there is a measure. */
    boolean mayIssue(UUID caseId, LocalDate day);

    /** Says that the first advisory of a case was issued; in the transaction that issues it. */
    void issued(UUID caseId, Instant at);
}
