package dev.shisa.server.platform;

/** Texts that are too long for their place. */
public final class Cut {

    private Cut() {}

    /** The text, or its beginning with an ellipsis at the end. */
    public static String to(String text, int charsMax) {
        return text.length() <= charsMax ? text : text.substring(0, charsMax - 1) + "…";
    }
}
