package dev.shisa.server.platform.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One record as the database keeps it.
 *
 * @param id its number in this installation
 * @param kind type and version, e.g. {@code fact/1}
 * @param subject the organisation, series, release, evidence or person that it is about
 * @param rowId the row that it describes, in the table of its kind
 * @param position where the ledger has it; null while it waits
 * @param content what the leaf commits to; null once erased
 */
public record LedgerRecord(
        long id,
        Instant at,
        String kind,
        @Nullable UUID subject,
        String rowId,
        String commitment,
        @Nullable Position position,
        @Nullable Content content) {

    /** A leaf: which of the installation's logs, and its index there. */
    public record Position(int log, long leaf) {

        /** As people write it: {@code 1-42}. */
        public String number() {
            return log + "-" + leaf;
        }
    }

    /** Salt and body; the commitment is the SHA-256 over both. */
    @SuppressWarnings("ArrayRecordComponent") // held for a moment, never compared
    public record Content(byte[] salt, byte[] body) {

        /** The body: canonical JSON. */
        public String json() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    public LedgerEntry entry() {
        return new LedgerEntry(id, at, kind, commitment);
    }

    public Optional<Content> opened() {
        return Optional.ofNullable(content);
    }
}
