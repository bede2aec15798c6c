package dev.shisa.server.supplier;

import dev.shisa.server.evidence.StoredFile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a supplier that the maker has accepted.
 *
 * @param request null: it came along from another installation
 * @param answer {@code yes} or {@code no}
 * @param file what proves it; null: the supplier's word alone
 * @param until the last day on which it counts
 */
record Review(
        UUID id,
        UUID supplierId,
        @Nullable UUID request,
        Question question,
        String answer,
        String detail,
        String answeredBy,
        @Nullable StoredFile file,
        LocalDate until,
        String byName,
        Instant at,
        @Nullable Ending end) {

    boolean isYes() {
        return answer.equals("yes");
    }
}
