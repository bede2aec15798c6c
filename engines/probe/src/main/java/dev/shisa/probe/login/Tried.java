package dev.shisa.probe.login;

import dev.shisa.probe.Exchange;
import java.util.function.Supplier;

/**
 * What became of one try to log in.
 *
 * @param words the sentence that tells of a lock, without its numbers; empty: no sentence told
 */
public record Tried(Outcome outcome, Exchange exchange, String words) {

    public Tried(Outcome outcome, Exchange exchange) {
        this(outcome, exchange, "");
    }

    /** Locked is what the device says itself; silent is a closed or refused connection, or no answer. */
    public enum Outcome {
        ACCEPTED,
        REFUSED,
        LOCKED,
        SILENT
    }

    public boolean isAccepted() {
        return outcome == Outcome.ACCEPTED;
    }

    static Tried silent(Exception reason) {
        return new Tried(Outcome.SILENT, new Exchange("", String.valueOf(reason.getMessage())));
    }

    /** Tries, and once more where nothing came: a lost answer keeps nobody out. */
    public static Tried heard(Supplier<Tried> once) {
        Tried tried = once.get();
        return tried.outcome() == Outcome.SILENT ? once.get() : tried;
    }
}
