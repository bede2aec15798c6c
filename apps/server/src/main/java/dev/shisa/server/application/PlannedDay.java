package dev.shisa.server.application;

import dev.shisa.server.conformity.ApplicationDay;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The day of application as the plan of the application has it. */
@Component
class PlannedDay implements ApplicationDay {

    private final ApplicationStore store;

    PlannedDay(ApplicationStore store) {
        this.store = store;
    }

    @Override
    public Optional<LocalDate> of(UUID seriesId) {
        return Optional.ofNullable(store.of(seriesId).plannedOn());
    }
}
