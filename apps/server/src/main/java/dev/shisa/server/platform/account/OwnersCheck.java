package dev.shisa.server.platform.account;

import dev.shisa.server.platform.doctor.Check;
import java.util.List;
import org.springframework.stereotype.Component;

/** Whether an older version limited an owner to some series, which means nothing and is decided about by people. */
@Component
class OwnersCheck implements Check {

    private final PersonStore people;

    OwnersCheck(PersonStore people) {
        this.people = people;
    }

    @Override
    public String id() {
        return "owners";
    }

    @Override
    public int position() {
        return 47;
    }

    @Override
    public Finding look() {
        List<String> limited = people.limitedOwners();
        return limited.isEmpty() ? new Finding.Ok() : new Finding.Bad("limited", String.join(", ", limited));
    }
}
