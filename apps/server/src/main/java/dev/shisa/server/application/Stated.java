package dev.shisa.server.application;

import dev.shisa.server.platform.Versions;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads dates, versions, numbers and addresses out of texts that people wrote, for comparing them. */
final class Stated {

    private static final Pattern DATE = Pattern.compile(
            "(?<y>20\\d\\d)\\s*(?:年|[-/.])\\s*(?<m>\\d{1,2})\\s*(?:月|[-/.])\\s*(?<d>\\d{1,2})\\s*日?"
                    + "|令和\\s*(?<r>\\d{1,2}|元)\\s*年\\s*(?<rm>\\d{1,2})\\s*月\\s*(?<rd>\\d{1,2})\\s*日"
                    + "|(?<ed>\\d{1,2})(?:st|nd|rd|th)?\\s+(?<em>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?,?\\s+(?<ey>20\\d\\d)"
                    + "|(?<am>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?\\s+(?<ad>\\d{1,2})(?:st|nd|rd|th)?,?\\s+(?<ay>20\\d\\d)",
            Pattern.CASE_INSENSITIVE);

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private static final Pattern BETWEEN_NUMBERS = Pattern.compile("[、,，;；\\n／]|\\s/\\s|\\s{2,}");

    private Stated() {}

    /** All days that a text names. */
    static Set<LocalDate> days(String text) {
        Set<LocalDate> days = new LinkedHashSet<>();
        Matcher matcher = DATE.matcher(java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFKC));
        while (matcher.find()) {
            day(matcher).ifPresent(days::add);
        }
        return days;
    }

    private static Optional<LocalDate> day(Matcher found) {
        try {
            if (found.group("y") != null) {
                return Optional.of(LocalDate.of(number(found, "y"), number(found, "m"), number(found, "d")));
            }
            if (found.group("r") != null) {
                int year = found.group("r").equals("元") ? 1 : number(found, "r");
                return Optional.of(LocalDate.of(2018 + year, number(found, "rm"), number(found, "rd")));
            }
            boolean british = found.group("em") != null;
            int month = MONTHS.indexOf(found.group(british ? "em" : "am").toLowerCase(Locale.ROOT)) + 1;
            return Optional.of(
                    LocalDate.of(number(found, british ? "ey" : "ay"), month, number(found, british ? "ed" : "ad")));
        } catch (DateTimeException e) {
            // 31 February is no day; what it was meant to be is not for us to guess.
            return Optional.empty();
        }
    }

    private static int number(Matcher found, String group) {
        return Integer.parseInt(found.group(group));
    }

    /** The first version number in a text: {@code 2.4.1} of {@code Ver. 2.4.1(出荷版)}. */
    static Optional<String> version(String text) {
        return Versions.first(Spelling.unify(text));
    }

    /** Whether two texts name the same version. Texts without a number are compared as they are. */
    static boolean sameVersion(String one, String other) {
        Optional<String> a = version(one);
        Optional<String> b = version(other);
        return (a.isPresent() && b.isPresent()) ? a.equals(b) : Spelling.same(one, other);
    }

    /** The model numbers that a text lists. */
    static List<String> models(String text) {
        List<String> models = new ArrayList<>();
        for (String model : BETWEEN_NUMBERS.split(text, -1)) {
            String trimmed = Spelling.trim(model);
            if (!trimmed.isEmpty()) {
                models.add(trimmed);
            }
        }
        return models;
    }

    /** A maker's name with one spelling of its legal form. */
    static String maker(String name) {
        return Spelling.squeeze(name)
                .replace("(株)", "株式会社")
                .replace("(有)", "有限会社")
                .replaceAll("[.,]", "")
                .replaceAll("(?:coltd|ltd|limited|corporation|corp|inc)$", "");
    }

    /** An address on the web without what does not matter: http(s), a trailing slash, a fragment. */
    static String address(String url) {
        return url.strip()
                .replaceAll("#.*$", "")
                .replaceFirst("(?i)^https?://(?:www\\.)?", "")
                .replaceFirst("/(?:index\\.html?)?$", "")
                .toLowerCase(Locale.ROOT);
    }
}
