package dev.shisa.server.platform.audit;

import java.util.Locale;
import java.util.Optional;

/** Words for details of the audit log that only another capability knows: it has a bean of this. */
public interface AuditWords {

    /** What a value means; empty: not its own. */
    Optional<String> of(String detail, String value, Locale locale);
}
