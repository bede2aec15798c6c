package dev.shisa.server.platform;

import java.util.regex.Pattern;

/** Signs of a text that nobody sees, and that make it look like another one. */
public final class Signs {

    /** Besides what {@link #isHidden} tells: variants of one sign, as names in Japanese have them, and letters without a shape. */
    private static final Pattern UNREAD = Pattern.compile(
            "[\\s\\p{Z}\\p{Cc}\\p{Cf}\\x{FE00}-\\x{FE0F}\\x{E0100}-\\x{E01EF}\\x{115F}\\x{1160}\\x{3164}\\x{FFA0}]");

    private Signs() {}

    /** Whether a sign ends lines, steers a terminal or turns writing around: a name could then read as another name. */
    public static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** Whether a text of one line has such a sign. */
    public static boolean areHidden(String line) {
        return line.codePoints().anyMatch(Signs::isHidden);
    }

    /** A text of one line without such signs. */
    public static String shown(String line) {
        return line.codePoints()
                .filter(sign -> !isHidden(sign))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** A text without what nobody reads. */
    public static String read(String text) {
        return UNREAD.matcher(text).replaceAll("");
    }
}
