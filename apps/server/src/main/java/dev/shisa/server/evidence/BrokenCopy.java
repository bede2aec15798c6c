package dev.shisa.server.evidence;

/** Records that came from another installation are not as that one can have written them: the file's fault, not ours. */
public final class BrokenCopy extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String place;

    /** Somewhere in the records. */
    public BrokenCopy() {
        this("no value that is known");
    }

    /** Somewhere in the records, for this reason. */
    public BrokenCopy(String reason) {
        this(reason, "");
    }

    BrokenCopy(String reason, String place) {
        super(reason);
        this.place = place.isEmpty() ? "/" : place;
    }

    /** Where, as a JSON pointer; {@code /} if it is not one place. */
    public String place() {
        return place;
    }
}
