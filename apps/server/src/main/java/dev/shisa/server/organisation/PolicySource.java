package dev.shisa.server.organisation;

import org.springframework.stereotype.Component;

/** Where the product security policy is read from. */
@Component
class PolicySource {

    Policy current() {
        return Policy.none();
    }
}
