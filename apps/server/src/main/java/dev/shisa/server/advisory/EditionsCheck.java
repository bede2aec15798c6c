package dev.shisa.server.advisory;

import dev.shisa.server.platform.doctor.Check;
import java.util.List;
import org.springframework.stereotype.Component;

/** Whether issued advisories can be read in both versions of CSAF; of one that cannot, whoever revises it has to know. */
@Component
class EditionsCheck implements Check {

    private final Editions editions;

    EditionsCheck(Editions editions) {
        this.editions = editions;
    }

    @Override
    public String id() {
        return "editions";
    }

    @Override
    public int position() {
        return 59;
    }

    @Override
    public Finding look() {
        List<Editions.Stuck> stuck = editions.stuck();
        return stuck.isEmpty()
                ? new Finding.Ok()
                : new Finding.Bad(
                        "stuck", stuck.getFirst().tracking(), stuck.getFirst().csaf(), stuck.size());
    }
}
