package dev.shisa.server.platform;

/**
 * How long a text may be that somebody types or sends, whatever it is: what no field of any form and no text in a body of the API exceeds.
 * Fields have their own, shorter limits where their words are; these here hold for one that has none.
 */
public final class TextLimits {

    /** Characters of one field of a form. A form as a whole has its limit in bytes, at the door. */
    public static final int FORM_CHARS_MAX = 1_000_000;

    /** Characters of one text in a body of the API. */
    public static final int API_CHARS_MAX = 100_000;

    /** Characters of the name of a field. */
    public static final int NAME_CHARS_MAX = 200;

    private TextLimits() {}
}
