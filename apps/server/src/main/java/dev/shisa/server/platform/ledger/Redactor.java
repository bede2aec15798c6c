package dev.shisa.server.platform.ledger;

import java.util.Set;
import java.util.SortedMap;

/**
 * Takes personal data out of the rows of one capability, when it is erased. Afterwards the ledger holds a new record of
 * each row as it is then, so that the row stays as provable as before.
 */
public interface Redactor {

    /** Kinds of the records that describe rows of this capability and can hold what people wrote, e.g. {@code fact/1}. */
    Set<String> kinds();

    /**
     * Takes it out of what a record says.
     *
     * @param kind one of {@link #kinds}
     * @param body changed in place; as it was if there is nothing in it to take out
     */
    void redact(String kind, SortedMap<String, Object> body, Redaction how);

    /** Makes the row that a record describes say the same as its body, where {@link #redact} changed it. */
    void write(String kind, String rowId, SortedMap<String, Object> body);
}
