package dev.shisa.server.supplier;

import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.act.Words;
import dev.shisa.server.platform.record.Ending;
import dev.shisa.server.platform.record.In;
import dev.shisa.server.platform.record.Row;
import dev.shisa.server.platform.record.Stamp;
import dev.shisa.server.platform.record.Stamped;
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
@Row(kind = "supplier-review/1", table = "supplier_review")
record Review(
        UUID id,
        @In("supplier_id") UUID supplierId,
        @Nullable UUID request,
        Question question,
        String answer,
        @Words String detail,
        @Words String answeredBy,

        @In({"file_sha256", "file_bytes", "file_name", "file_type", "file_disagrees"}) @Nullable
        StoredFile file,

        @In("until_on") LocalDate until,
        Stamp made,
        @Nullable Ending end)
        implements Stamped {

    boolean isYes() {
        return answer.equals("yes");
    }
}
