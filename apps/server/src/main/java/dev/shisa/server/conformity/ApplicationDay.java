package dev.shisa.server.conformity;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/** The day on which the label of a series is to be applied for. */
public interface ApplicationDay {

    /** Empty: nobody has set one. */
    Optional<LocalDate> of(UUID seriesId);
}
