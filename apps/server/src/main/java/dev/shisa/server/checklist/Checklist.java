package dev.shisa.server.checklist;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A checklist that a customer has sent, for one series.
 *
 * @param name whose it is, in the maker's words
 * @param partOf whose workbook it reads another sheet of; null: it was uploaded by itself
 * @param removedAt null: it is in use
 */
record Checklist(
        UUID id,
        UUID seriesId,
        String name,
        String fileName,
        String sha256,
        long sizeBytes,
        Columns columns,
        String uploadedBy,
        Instant uploadedAt,
        @Nullable Instant removedAt,
        @Nullable UUID partOf,
        int version) {

    /** By which all that read one workbook are known. */
    UUID root() {
        return partOf == null ? id : partOf;
    }
}
