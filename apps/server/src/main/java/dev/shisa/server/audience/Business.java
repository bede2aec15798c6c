package dev.shisa.server.audience;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A business between the maker and the users.
 *
 * @param contact person or department; may be empty
 * @param everySeries whether it is told of every product; {@code series} is empty then
 * @param active whether it is told
 */
record Business(
        UUID id,
        String code,
        BusinessKind kind,
        String name,
        String contact,
        String mail,
        String language,
        boolean everySeries,
        List<UUID> series,
        String note,
        boolean active,
        int version,
        Instant at) {

    static final int NAME_CHARS_MAX = 200;
    static final int NOTE_CHARS_MAX = 1_000;

    Business {
        series = List.copyOf(series);
    }

    /** What may be personal, as the ledger's hash is of it. */
    String sealedText() {
        return String.join(
                "\n",
                name,
                contact,
                mail,
                language,
                Boolean.toString(everySeries),
                String.join(",", series.stream().map(UUID::toString).toList()),
                note);
    }

    Business with(String toContact, String toMail, String toNote) {
        return new Business(
                id,
                code,
                kind,
                name,
                toContact,
                toMail,
                language,
                everySeries,
                series,
                toNote,
                active && !toMail.isEmpty(),
                version,
                at);
    }
}
