package dev.shisa.advisory;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Language tags (BCP 47). Two-letter languages and regions are checked against ISO 639-1 and ISO 3166-1 with what the subtag registry
 * keeps beside them; of longer subtags the list is not at hand, so they are let pass.
 */
final class LanguageTag {

    /** The forms that the specification allows. */
    static final String SYNTAX =
            "([A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
                    + "(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)*(-[Xx](-[A-Za-z0-9]{1,8})+)?"
                    + "|[Xx](-[A-Za-z0-9]{1,8})+|[Ii]-[Dd][Ee][Ff][Aa][Uu][Ll][Tt]|[Ii]-[Mm][Ii][Nn][Gg][Oo]";

    private static final Set<String> LANGUAGES = Stream.concat(
                    Arrays.stream(Locale.getISOLanguages()),
                    Stream.of("bh", "in", "iw", "ji", "jw", "mo", "sh", "he", "id", "yi"))
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> REGIONS = Stream.concat(
                    Arrays.stream(Locale.getISOCountries()),
                    Stream.of(
                            "AC", "AN", "BU", "CP", "CQ", "CS", "DD", "DG", "EA", "EU", "EZ", "FX", "IC", "NT", "SU",
                            "TA", "TP", "UN", "YD", "YU", "ZR", "AA", "ZZ"))
            .collect(Collectors.toUnmodifiableSet());

    private LanguageTag() {}

    /** Whether a tag is well formed and names nothing that is known not to exist. */
    static boolean exists(String tag) {
        if (tag.length() > Shape.FORMED_CHARS_MAX || !tag.matches(SYNTAX)) {
            return false;
        }
        String[] parts = tag.split("-", -1);
        if (parts[0].length() == 1) {
            return true;
        }
        if (parts[0].length() == 2 && !LANGUAGES.contains(parts[0].toLowerCase(Locale.ROOT))) {
            return false;
        }
        for (int i = 1; i < parts.length && parts[i].length() > 1; i++) {
            String region = parts[i].toUpperCase(Locale.ROOT);
            if (region.length() == 2 && !REGIONS.contains(region) && !isPrivateRegion(region)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a subtag is reserved for private use: languages qaa to qtz, scripts Qaaa to Qabx, regions AA, QM to QZ, XA to XZ, ZZ; x. */
    static boolean isPrivate(String tag) {
        String[] parts = tag.toLowerCase(Locale.ROOT).split("-", -1);
        if (parts[0].matches("q[a-t][a-z]")) {
            return true;
        }
        boolean extended = false;
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].equals("x")) {
                return true;
            }
            extended |= parts[i].length() == 1;
            if (i > 0 && !extended) {
                String subtag = parts[i].toUpperCase(Locale.ROOT);
                if (subtag.matches("QA(A[A-Z]|B[A-X])")
                        || isPrivateRegion(subtag)
                        || subtag.equals("AA")
                        || subtag.equals("ZZ")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isPrivateRegion(String region) {
        return region.matches("Q[M-Z]|X[A-Z]");
    }

    /** The language without script, region and variants, in small letters. */
    static String primary(String tag) {
        return tag.split("-", -1)[0].toLowerCase(Locale.ROOT);
    }

    /** A document without a language is read as English where the specification has words of its own. */
    static boolean isEnglishOrUnspecified(String tag) {
        return tag.isEmpty() || primary(tag).equals("en");
    }
}
