package dev.shisa.probe;

/** A file that is no report of the probe. */
public final class ReportFileException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Reason {
        /** Larger than {@link ReportFile#BYTES_MAX}; the place is that bound in MiB. */
        SIZE,
        NOT_JSON,
        /** A part is missing or has another shape; the place names it. */
        NO_RESULT,
        /** The verdict of a key does not follow from its observations. */
        CHANGED,
        /** An observation that this version does not know. */
        UNKNOWN_CODE
    }

    private final Reason reason;
    private final String place;

    ReportFileException(Reason reason, String place) {
        super(reason + " " + place);
        this.reason = reason;
        this.place = place;
    }

    public Reason reason() {
        return reason;
    }

    /** Where it is, or what does not fit. */
    public String place() {
        return place;
    }
}
