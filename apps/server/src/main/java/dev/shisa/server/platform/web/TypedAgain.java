package dev.shisa.server.platform.web;

import dev.shisa.server.platform.TextLimits;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What was typed into a form of which one text is too long, to be shortened and sent again: nobody writes it twice. Files have to be
 * chosen and secrets typed anew; where one is missing, the form itself says so and keeps the rest.
 *
 * @param action where the form was sent
 * @param enctype as what
 * @param texts those that are too long
 * @param others the rest
 */
public record TypedAgain(String action, String enctype, List<Text> texts, List<Text> others) {

    /** One field: how many characters it may have. */
    public record Text(String name, String value, int max) {

        public boolean isTooLong() {
            return value.length() > max;
        }
    }

    private static final String ATTRIBUTE = TypedAgain.class.getName();

    /** Never written into a page. */
    private static final Pattern SECRET =
            Pattern.compile("(?:password|present|again|passphrase|secret|token|identity|credential)(?:-.*)?");

    public TypedAgain {
        texts = List.copyOf(texts);
        others = List.copyOf(others);
    }

    /** Notes what a form sent, for the page that tells what is wrong with it. */
    static void keep(HttpServletRequest request) {
        String query = Optional.ofNullable(request.getQueryString()).orElse("");
        List<Text> texts = new ArrayList<>();
        List<Text> others = new ArrayList<>();
        request.getParameterMap().forEach((name, values) -> {
            if (("&" + query).contains("&" + name + "=")
                    || SECRET.matcher(name).matches()
                    || name.length() > TextLimits.NAME_CHARS_MAX) {
                return;
            }
            for (String value : values) {
                Text text = new Text(name, value, TextLimits.ofForm(name));
                (text.isTooLong() ? texts : others).add(text);
            }
        });
        String sent = String.valueOf(request.getContentType());
        request.setAttribute(
                ATTRIBUTE,
                new TypedAgain(
                        LocalPath.orHome(request.getRequestURI()) + (query.isEmpty() ? "" : "?" + query),
                        sent.startsWith("multipart/form-data")
                                ? "multipart/form-data"
                                : "application/x-www-form-urlencoded",
                        texts,
                        others));
    }

    /** What was noted of a request. */
    static Optional<TypedAgain> of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof TypedAgain kept
                        && !kept.texts().isEmpty()
                ? Optional.of(kept)
                : Optional.empty();
    }
}
