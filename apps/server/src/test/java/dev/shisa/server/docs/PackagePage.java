package dev.shisa.server.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code package-info.java} as a page: its first sentence says what the package is for, and it ends with three paragraphs that begin
 * with {@code Tables:}, {@code Events:} and {@code Doors:}. Each is a list of names in code, in groups that a word begins
 * ({@code tells}, {@code hears}, {@code pages}, {@code API}, {@code filters}, {@code commands}, {@code jobs}), or says {@code none}.
 *
 * @param purpose the first sentence
 * @param parts by the word that begins the paragraph, without it
 */
record PackagePage(String purpose, Map<String, String> parts) {

    private static final Pattern COMMENT = Pattern.compile("/\\*\\*(.*?)\\*/\\s*(?:@|package)", Pattern.DOTALL);
    private static final Pattern PART = Pattern.compile("(Tables|Events|Doors): (.*)\\.");
    private static final Pattern CODE = Pattern.compile("\\{@code ((?:[^{}]|\\{[^{}]*})*)}");

    static PackagePage read(Path file) {
        Matcher comment = COMMENT.matcher(CodeOfPackage.read(file));
        if (!comment.find()) {
            return new PackagePage("", Map.of());
        }
        List<String> paragraphs = new ArrayList<>();
        for (String paragraph : comment.group(1).replaceAll("(?m)^ ?\\* ?", "").split("<p>", -1)) {
            paragraphs.add(paragraph.replaceAll("\\s+", " ").strip());
        }
        Map<String, String> parts = new LinkedHashMap<>();
        for (String paragraph : paragraphs) {
            Matcher part = PART.matcher(paragraph);
            if (part.matches()) {
                parts.put(part.group(1), part.group(2));
            }
        }
        return new PackagePage(paragraphs.getFirst(), parts);
    }

    /** Names of one group of a part; a part without groups is one with the name "". Empty: there are none. */
    Set<String> names(String part, String group) {
        Set<String> names = new TreeSet<>();
        for (String one : Optional.ofNullable(parts.get(part)).orElse("none").split("; ", -1)) {
            String begins = one.startsWith("{@code") ? "" : one.split(" ", 2)[0];
            if (begins.equals(group)) {
                CODE.matcher(one).results().forEach(name -> names.add(name.group(1)));
            }
        }
        return names;
    }
}
