package dev.shisa.conformity;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts the source of a predicate into names, numbers, texts in their quotes, and signs. */
final class PredicateTokens {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<name>[A-Za-z_]\\w*+)|(?<number>-?\\d++)|(?<text>\"[^\"\\\\\\p{Cntrl}\\x80-\\x9f]*+\"|'[^'\\\\\\p{Cntrl}\\x80-\\x9f]*+')"
                    + "|(?<sign>\\|\\||&&|==|!=|<=|>=|[<>!()\\[\\],]))");

    private PredicateTokens() {}

    static List<String> of(String source) throws PredicateRejection {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(source);
        int at = 0;
        String rest = source.strip();
        int end = source.indexOf(rest) + rest.length();
        while (at < end) {
            matcher.region(at, end);
            if (!matcher.lookingAt()) {
                throw new PredicateRejection(
                        "`" + source.substring(at, Math.min(end, at + 10)).strip()
                                + "` in the predicate is not understood",
                        "only == != < <= > >= && || ! in size() mentions() ( ) [ ], numbers, texts without backslash");
            }
            tokens.add(matcher.group().strip());
            at = matcher.end();
        }
        return tokens;
    }
}
