package dev.shisa.server.application;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Brings the many ways in which one word is typed into a form to one spelling, for comparing only. */
public final class Spelling {

    /** Hyphens, dashes, minus signs and the prolonged sound mark, which people type for a hyphen between digits. */
    private static final Pattern DASHES =
            Pattern.compile("[\\u002d\\u00ad\\u2010-\\u2015\\u2212\\u2500\\u2501\\uFE63\\uFF0D\\uFF70]");

    private static final Pattern LONG_VOWEL_BESIDE_DIGIT = Pattern.compile("(?<=\\d)ー|ー(?=\\d)");
    private static final Pattern SPACES = Pattern.compile("[\\s\\u00a0\\u3000\\u200b-\\u200d\\u2060\\ufeff]+");

    private Spelling() {}

    /** Compatibility forms and dashes unified; line breaks and case kept. */
    public static String unify(String text) {
        // NFKC would turn ① into 1, which is a mark of its own here.
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c >= 0x2460 && c <= 0x2473) {
                kept.appendCodePoint(c);
            } else {
                kept.append(Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC));
            }
        });
        String unified =
                DASHES.matcher(Normalizer.normalize(kept, Normalizer.Form.NFC)).replaceAll("-");
        return LONG_VOWEL_BESIDE_DIGIT.matcher(unified).replaceAll("-");
    }

    /** Unified, lower case, without any space: for comparing words. */
    public static String squeeze(String text) {
        return SPACES.matcher(unify(text)).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** Spaces at both ends removed, Japanese ones too. */
    public static String trim(String text) {
        return text.strip().replaceAll("^[\\s\\u3000\\u00a0]+|[\\s\\u3000\\u00a0]+$", "");
    }

    /** Whether two texts say the same, apart from spelling. */
    static boolean same(String one, String other) {
        return squeeze(one).equals(squeeze(other));
    }
}
