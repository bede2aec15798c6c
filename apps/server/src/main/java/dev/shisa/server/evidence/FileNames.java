package dev.shisa.server.evidence;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of files that somebody else chose, made harmless: one name, no folders, nothing that hides or steers. */
final class FileNames {

    /** Well below the 255 bytes that file systems allow, also for three bytes a character. */
    private static final int CHARS_MAX = 80;

    /** An extension is short; what is longer is part of the name. */
    private static final int EXTENSION_CHARS_MAX = 10;

    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\u2028\\u2029]");
    private static final Pattern STEERING = Pattern.compile("[<>:\"|?*%;]");
    private static final Pattern RESERVED =
            Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?", Pattern.DOTALL);

    private FileNames() {}

    /** The last part of what the browser called the file; {@code file} when nothing is left of it. */
    static String clean(String sent) {
        String name = Normalizer.normalize(sent, Normalizer.Form.NFC);
        name = FORBIDDEN.matcher(name).replaceAll("");
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        name = STEERING.matcher(name).replaceAll("_").strip();
        while (name.startsWith(".") || name.startsWith("~")) {
            name = name.substring(1);
        }
        while (name.endsWith(".") || name.endsWith(" ")) {
            name = name.substring(0, name.length() - 1);
        }
        if (RESERVED.matcher(name).matches()) {
            name = "_" + name;
        }
        if (name.isEmpty()) {
            return "file";
        }
        if (name.length() > CHARS_MAX) {
            String extension = extension(name);
            String end = extension.isEmpty() ? "" : "." + extension;
            int cut = CHARS_MAX - end.length();
            if (Character.isHighSurrogate(name.charAt(cut - 1))) {
                cut--;
            }
            name = name.substring(0, cut) + end;
        }
        return name;
    }

    /** Lower-case letters after the last dot; empty when there are none. */
    static String extension(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot < 1 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        return extension.length() <= EXTENSION_CHARS_MAX ? extension : "";
    }
}
