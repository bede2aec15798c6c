package dev.shisa.server.supplier;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a contract with a supplier can settle (guide 001, 3.3(1), 4.4 and 5.3 ポイント3; 002, 対策4 column; 004, 指針8: risks that
 * come in with what others made).
 */
enum Clause {
    /** The security that is asked for. */
    MEASURES,
    /** Vulnerabilities that are found after delivery. */
    VULNERABILITY,
    INCIDENT,
    /** Who is responsible for what. */
    RESPONSIBILITY,
    /** Help while the product is in use. */
    OPERATION,
    /** What happens when the supplier cannot respond any more; also for OEM. */
    SUBSTITUTE,
    /** Data of design and quality are handed over. */
    DATA,
    /** Nothing illicit is put in, and it may be checked. */
    INSERTS;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Clause> parse(String id) {
        return Arrays.stream(values()).filter(c -> c.id().equals(id)).findFirst();
    }
}
