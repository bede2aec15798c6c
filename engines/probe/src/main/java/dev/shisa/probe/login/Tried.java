package dev.shisa.probe.login;

import dev.shisa.probe.Exchange;

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
}
