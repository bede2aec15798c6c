package dev.shisa.server.shipment;

import dev.shisa.server.platform.account.Person;
import java.util.Optional;
import java.util.UUID;

/** Those who are told when shipment is stopped or resumed; implemented by the capability that tells them. */
public interface StopAudience {

    /** The page of the notice that was prepared with a step, for whoever may see it. */
    Optional<String> notice(UUID step, Person person);
}
