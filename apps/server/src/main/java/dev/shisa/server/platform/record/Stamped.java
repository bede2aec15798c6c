package dev.shisa.server.platform.record;

import java.time.Instant;

/** A row that says who made it. */
public interface Stamped {

    Stamp made();

    default String byName() {
        return made().byName();
    }

    default Instant at() {
        return made().at();
    }
}
