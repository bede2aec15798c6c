package dev.shisa.ledger;

import java.util.List;

/** What this engine cannot go on with; the message is one sentence or two: what is wrong, where, what to do. */
public sealed class LedgerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    LedgerException(String message) {
        super(message);
    }

    LedgerException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Bytes from outside that do not follow their format. */
    public static final class Malformed extends LedgerException {
        private static final long serialVersionUID = 1;

        public Malformed(String message) {
            super(message);
        }
    }

    /** Acknowledged bytes are not what they were: nothing is written any more until they are repaired. */
    public static final class Damaged extends LedgerException {
        private static final long serialVersionUID = 1;
        private final transient List<Damage> places;

        Damaged(List<Damage> places) {
            super(describe(places));
            this.places = List.copyOf(places);
        }

        /** Every damaged place that was found, in the order of the journal. */
        public List<Damage> places() {
            return places;
        }

        private static String describe(List<Damage> places) {
            String more = places.size() == 1 ? "" : " (and " + (places.size() - 1) + " more places)";
            return places.getFirst().sentence() + more;
        }
    }

    /** A file could not be read or written; nothing acknowledged is lost. */
    public static final class Failed extends LedgerException {
        private static final long serialVersionUID = 1;

        Failed(String message, Throwable cause) {
            super(message, cause);
        }

        Failed(String message) {
            super(message);
        }
    }

    /** Another process has the folder open. */
    public static final class Locked extends LedgerException {
        private static final long serialVersionUID = 1;

        Locked(String message) {
            super(message);
        }
    }
}
