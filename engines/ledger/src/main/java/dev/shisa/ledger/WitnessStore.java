package dev.shisa.ledger;

import java.util.Optional;

/** Where a witness keeps the latest checkpoint of each log. */
public interface WitnessStore {

    /** The latest checkpoint that was cosigned for a log: as the log signed it, with the cosignatures. */
    Optional<SignedCheckpoint> latest(String origin);

    /** Replaces it; returns only when that is durable. */
    void replace(SignedCheckpoint checkpoint);
}
