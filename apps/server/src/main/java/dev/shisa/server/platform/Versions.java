package dev.shisa.server.platform;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Version numbers in texts that people wrote, for comparing them. */
public final class Versions {

    private static final Pattern VERSION =
            Pattern.compile("\\d+(?:\\.\\d+)+(?:[-_+.]?[0-9A-Za-z]+)*|\\d+(?:[-_.][0-9A-Za-z]+)*");

    private Versions() {}

    /** The first version number in a text: {@code 2.4.1} of {@code Ver. 2.4.1(出荷版)}. */
    public static Optional<String> first(String text) {
        Matcher matcher = VERSION.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC));
        return matcher.find() ? Optional.of(matcher.group().toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /** Whether both texts name a version, and not the same one. */
    public static boolean differ(String one, String other) {
        Optional<String> a = first(one);
        Optional<String> b = first(other);
        return a.isPresent() && b.isPresent() && !a.equals(b);
    }
}
