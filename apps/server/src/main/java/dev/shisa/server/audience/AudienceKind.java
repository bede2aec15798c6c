package dev.shisa.server.audience;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What users are told of, and can choose to be told of (guide 001, points 2, 5 and 6; guide 004, 指針16 and 17). */
public enum AudienceKind {
    /** A vulnerability of a product and what to do about it. */
    ADVISORY,
    /** A new version of the software. */
    UPDATE,
    /** Security updates of a product end. */
    SUPPORT_END,
    /** A product is not shipped any more, is taken back, or is shipped again. */
    SHIPMENT;

    static final List<AudienceKind> ALL = List.of(values());

    /** In forms, messages and the database. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<AudienceKind> of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }
}
