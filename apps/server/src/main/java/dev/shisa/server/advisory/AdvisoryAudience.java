package dev.shisa.server.advisory;

import dev.shisa.server.platform.account.Person;
import java.util.Optional;

/** Those who are told of advisories by mail; implemented by the capability that tells them. */
public interface AdvisoryAudience {

    /** How many would be told of it now; 0 also where it is not for everybody. */
    int receivers(AdvisoryContent content);

    /** The page of the notice that was prepared with a revision, for whoever may see it. */
    Optional<String> notice(IssuedAdvisory issued, Person person);
}
