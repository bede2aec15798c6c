package dev.shisa.server.application;

/** What an answer cell of a form is for. */
public enum AnswerPart {
    /** One cell for the verdict's word. */
    VERDICT,
    /** The column to tick when met. */
    MET_BOX,
    /** The column to tick when not met. */
    NOT_MET_BOX,
    /** The column to tick when not applicable. */
    NOT_APPLICABLE_BOX,
    /** The column to tick when excused. */
    EXEMPT_BOX,
    REASON,
    EVIDENCE,
    /** One column for both. */
    REASON_AND_EVIDENCE,
    /** A field of the basic information. */
    FIELD;

    boolean box() {
        return this == MET_BOX || this == NOT_MET_BOX || this == NOT_APPLICABLE_BOX || this == EXEMPT_BOX;
    }

    /** The name in messages. */
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
