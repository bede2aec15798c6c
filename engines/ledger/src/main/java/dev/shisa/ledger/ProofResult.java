package dev.shisa.ledger;

/** Whether a proof proves what it claims. */
public sealed interface ProofResult {

    /** It does. */
    record Holds() implements ProofResult {}

    /**
     * It does not.
     *
     * @param reason what differs, as a clause
     */
    record Fails(String reason) implements ProofResult {}

    default boolean holds() {
        return this instanceof Holds;
    }
}
