package dev.shisa.server.product;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One version of a series' firmware or software.
 *
 * @param predecessor the release that it was made from, whose facts it inherits by a signed {@link ChangeImpact}
 */
public record Release(
        UUID id,
        UUID seriesId,
        String name,
        @Nullable LocalDate releasedOn,
        String notes,
        @Nullable UUID predecessor,
        int version) {}
