package dev.shisa.advisory;

import dev.shisa.vulnerability.Cpe;
import java.util.regex.Pattern;

/** The syntax of CPE names that a CSAF document may carry: formatted strings of 2.3 with eleven attributes, URIs of 2.2. */
final class CpeName {

    private static final Pattern URI = Pattern.compile("[cC][pP][eE]:/[AHOaho]?(:[A-Za-z0-9._\\-~%]*){0,6}");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("[*-]|(\\?+|\\*)?([A-Za-z0-9._-]|\\\\[\\\\*?!\"#$%&'()+,/:;<=>@\\[\\]^`{|}~])+(\\?+|\\*)?");
    private static final Pattern LANGUAGE = Pattern.compile("[*-]|[a-zA-Z]{2,3}(-([a-zA-Z]{2}|[0-9]{3}))?");
    private static final Pattern SEPARATOR = Pattern.compile("(?<!\\\\):");
    private static final int ATTRIBUTES = 11;
    private static final int LANGUAGE_AT = 6;

    private CpeName() {}

    static boolean isWellFormed(String name) {
        if (!name.startsWith("cpe:2.3:")) {
            return URI.matcher(name).matches();
        }
        if (Cpe.parse(name).isEmpty()) {
            return false;
        }
        String[] values = SEPARATOR.split(name.substring("cpe:2.3:".length()), -1);
        if (values.length != ATTRIBUTES || !values[0].matches("[aho*-]")) {
            return false;
        }
        for (int i = 1; i < ATTRIBUTES; i++) {
            if (!(i == LANGUAGE_AT ? LANGUAGE : ATTRIBUTE).matcher(values[i]).matches()) {
                return false;
            }
        }
        return true;
    }
}
