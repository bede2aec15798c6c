package dev.shisa.server.ledger;

import dev.shisa.server.platform.jobs.WorkStage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A check that was done, in words. */
public record CheckView(String by, CheckReport report, List<Row> rows) {

    /**
     * One difference.
     *
     * @param number of the record that it concerns, or null
     */
    public record Row(
            String what, String fix, String place, @Nullable String number) {}

    /** A check that is being done. */
    public record Work(String words, WorkStage stage) {}
}
