package dev.shisa.server.psirt;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a case is: receipt, verification, remediation, release and what comes after (ISO/IEC 30111, clause 7), which hold the five
 * steps of the Information Security Early Warning Partnership.
 */
enum CaseState {
    RECEIVED,
    ACKNOWLEDGED,
    VERIFYING,
    NOT_VULNERABLE,
    DUPLICATE,
    FIXING,
    READY,
    PUBLISHED,
    CLOSED;

    /** Where it can go from here. */
    List<CaseState> next() {
        return switch (this) {
            case RECEIVED -> List.of(ACKNOWLEDGED);
            case ACKNOWLEDGED -> List.of(VERIFYING, DUPLICATE);
            case VERIFYING -> List.of(FIXING, NOT_VULNERABLE, DUPLICATE);
            case NOT_VULNERABLE, DUPLICATE -> List.of(CLOSED, VERIFYING);
            case FIXING -> List.of(READY, VERIFYING);
            case READY -> List.of(PUBLISHED, FIXING);
            // A measure that proves not to be enough is worked on again.
            case PUBLISHED -> List.of(CLOSED, FIXING);
            case CLOSED -> List.of(VERIFYING);
        };
    }

    /** Whether work on it goes on. */
    boolean open() {
        return this != CLOSED;
    }

    /** Whether going there takes up again what was done or decided before. */
    boolean goesBack(CaseState to) {
        return to.compareTo(this) < 0;
    }

    /** Whether nothing of it is public yet and something still could be. */
    boolean beforePublication() {
        return switch (this) {
            case RECEIVED, ACKNOWLEDGED, VERIFYING, FIXING, READY -> true;
            case NOT_VULNERABLE, DUPLICATE, PUBLISHED, CLOSED -> false;
        };
    }

    /** Which step of the partnership it belongs to, from 1 (set up the window) to 5 (publish). */
    int step() {
        return switch (this) {
            case RECEIVED -> 1;
            case ACKNOWLEDGED, VERIFYING, NOT_VULNERABLE, DUPLICATE -> 2;
            case FIXING -> 4;
            case READY, PUBLISHED, CLOSED -> 5;
        };
    }

    /** The name in messages, addresses and the database. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<CaseState> parse(String id) {
        return Arrays.stream(values()).filter(s -> s.id().equals(id)).findFirst();
    }
}
