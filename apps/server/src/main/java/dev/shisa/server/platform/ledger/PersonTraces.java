package dev.shisa.server.platform.ledger;

/** Where a capability keeps a person's name or mail address in rows that no record describes. */
public interface PersonTraces {

    /** Puts something else in the place of both. */
    void forget(Redaction.PersonGone who);
}
