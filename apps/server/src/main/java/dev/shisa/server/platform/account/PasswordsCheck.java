package dev.shisa.server.platform.account;

import dev.shisa.server.platform.doctor.Check;
import org.springframework.stereotype.Component;

/** Whether the company's own list of refused passwords can be read, and whose password was chosen before it was compared with any. */
@Component
class PasswordsCheck implements Check {

    private final RefusedPasswords refused;
    private final PersonStore people;

    PasswordsCheck(RefusedPasswords refused, PersonStore people) {
        this.refused = refused;
        this.people = people;
    }

    @Override
    public String id() {
        return "passwords";
    }

    @Override
    public int position() {
        return 44;
    }

    @Override
    public Finding look() {
        return refused.fault()
                .<Finding>map(fault -> new Finding.Bad(fault.code(), fault.place(), fault.number()))
                .orElseGet(() -> new Finding.Ok(refused.size(), people.withUncheckedPassword()));
    }
}
