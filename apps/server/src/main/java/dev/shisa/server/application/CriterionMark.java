package dev.shisa.server.application;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A criterion as a form names it.
 *
 * @param id {@code S1.1-13}
 * @param sub sub-item without separators: {@code 1} for ①, {@code 1A} for ①A, empty for the whole criterion
 */
public record CriterionMark(String id, String sub) implements Comparable<CriterionMark> {

    /** Words that may stand before the number without turning the cell into a sentence about the criterion. */
    private static final String BEFORE =
            "^[\\s\\[\\](){}【】「」『』〔〕★☆■□●○◆◇・:#.*※]*(?:(?:[★☆]?\\s*1?\\s*)?(?:適合基準番号|適合基準|基準番号|基準|要件|項番|番号|criterion|requirement|no)[\\s.:]*)?"
                    + "[\\[({【「〔]?\\s*";

    private static final Pattern ID = Pattern.compile(
            BEFORE + "s\\s*1\\s*[.・]\\s*1\\s*-\\s*(\\d\\s?\\d|\\d)(?!\\s?\\d)(.*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern PREFIX = Pattern.compile("s1[.・]1-?");
    private static final Pattern REST = Pattern.compile("-?(\\d{1,2})");
    private static final Pattern BARE = Pattern.compile("(?:no\\.?|1-|1[.]1-|s?1[.]1-)?(\\d{1,2})");

    /** ①A, (1), 1), A, (A), ①-A at the start of a text. */
    private static final Pattern SUB = Pattern.compile(
            "^[\\s\\])}】」〕._-]*(?:(?<circle>[①-⑳])|[(](?<round>\\d{1,2})[)]|(?<plain>\\d{1,2})[)](?!\\d))?"
                    + "[\\s._-]*(?:[(](?<roundletter>[A-H])[)]|(?<letter>[A-H])(?=[)\\s.:,、。]|$|[^\\x00-\\x7f]))?");

    private static final Pattern CIRCLES = Pattern.compile("[①-⑳]");

    @Override
    public int compareTo(CriterionMark other) {
        int byId = id.compareTo(other.id);
        return byId != 0 ? byId : sub.compareTo(other.sub);
    }

    @Override
    public String toString() {
        return sub.isEmpty() ? id : id + " " + spoken(sub);
    }

    /** {@code ①A} for {@code 1A}. */
    static String spoken(String sub) {
        if (sub.isEmpty() || !Character.isDigit(sub.charAt(0))) {
            return sub;
        }
        int end = 0;
        while (end < sub.length() && Character.isDigit(sub.charAt(end))) {
            end++;
        }
        int number = Integer.parseInt(sub.substring(0, end));
        return (number >= 1 && number <= 20 ? String.valueOf((char) ('①' + number - 1)) : sub.substring(0, end))
                + sub.substring(end);
    }

    /** A sub-item in the one spelling that is compared: {@code ①-A}, {@code 1.A} and {@code (1)(a)} are {@code 1A}. */
    public static String subItem(String text) {
        StringBuilder sub = new StringBuilder();
        Spelling.unify(text).codePoints().forEach(c -> {
            if (c >= 0x2460 && c <= 0x2473) {
                sub.append(c - 0x2460 + 1);
            } else if (Character.isLetterOrDigit(c)) {
                sub.append(Character.toString(c).toUpperCase(Locale.ROOT));
            }
        });
        return sub.toString();
    }

    /** The criterion with which a text begins, if it is one of the known. */
    static Optional<CriterionMark> find(String text, Set<String> known) {
        if (text.length() > 4_000) {
            return Optional.empty();
        }
        Matcher matcher = ID.matcher(Spelling.unify(text));
        if (!matcher.find()) {
            return Optional.empty();
        }
        return known(matcher.group(1), known)
                .map(id -> new CriterionMark(
                        id, leadingSub(matcher.group(2).strip()).orElse("")));
    }

    /** Whether a text is only the first half of a number, {@code S1.1-}, whose second half stands in another cell. */
    static boolean isPrefix(String text) {
        return text.length() < 20 && PREFIX.matcher(Spelling.squeeze(text)).matches();
    }

    /** The criterion for the second half of a number. */
    static Optional<CriterionMark> rest(String text, Set<String> known) {
        Matcher matcher = REST.matcher(Spelling.squeeze(text));
        return text.length() < 20 && matcher.matches()
                ? known(matcher.group(1), known).map(id -> new CriterionMark(id, ""))
                : Optional.empty();
    }

    /** The criterion in a column that a person has named as that of the numbers: a bare 1 or 01 counts there. */
    static Optional<CriterionMark> bare(String text, Set<String> known) {
        Optional<CriterionMark> full = find(text, known);
        if (full.isPresent()) {
            return full;
        }
        Matcher matcher = BARE.matcher(Spelling.squeeze(text));
        return matcher.matches()
                ? known(matcher.group(1), known).map(id -> new CriterionMark(id, ""))
                : Optional.empty();
    }

    /** The sub-item mark at the start of a text; none when the text holds several, as a whole criterion does. */
    static Optional<String> leadingSub(String text) {
        String unified = Spelling.unify(text);
        if (CIRCLES.matcher(unified).results().count() > 1) {
            return Optional.empty();
        }
        Matcher matcher = SUB.matcher(unified);
        if (!matcher.find()) {
            return Optional.empty();
        }
        StringBuilder sub = new StringBuilder();
        for (String group : new String[] {"circle", "round", "plain", "roundletter", "letter"}) {
            if (matcher.group(group) != null) {
                sub.append(subItem(matcher.group(group)));
            }
        }
        return sub.isEmpty() ? Optional.empty() : Optional.of(sub.toString());
    }

    private static Optional<String> known(String digits, Set<String> known) {
        int number = Integer.parseInt(digits.replaceAll("\\s", ""));
        String id = "S1.1-" + (number < 10 ? "0" : "") + number;
        return known.contains(id) ? Optional.of(id) : Optional.empty();
    }
}
