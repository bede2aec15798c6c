package dev.shisa.server.advisory;

import dev.shisa.server.platform.account.Person;
import java.util.UUID;

/** Who may know of the matter from which an unpublished advisory comes; implemented by the capability that keeps these matters. */
public interface AdvisoryCases {

    /** Whether a person may see what is not published of a case. */
    boolean sees(UUID caseId, Person person);
}
