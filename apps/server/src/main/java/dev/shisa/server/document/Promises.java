package dev.shisa.server.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;

/**
 * What a text promises in days where its template takes them from a rule. People change texts, and rules change after a text is in
 * force; neither is altered by the other, so they are compared.
 *
 * <p>The template's line is the form: what stands in the place of its days, between the words around it, is the promise. Where a person
 * has written the line anew it is not found, and then nothing is known of a promise, neither that it is kept nor that it is not; nor
 * where no time is named.
 */
final class Promises {

    /** Fewer characters around a place are also found elsewhere. */
    private static final int AROUND_MIN = 4;

    private Promises() {}

    /**
     * A promise that a text makes.
     *
     * @param said as the text says it
     * @param kept whether the rule says the same
     */
    record Promise(String key, String language, String heading, String said, KnownValue rule, boolean kept) {}

    /** @param known what is known by a key of the template */
    static List<Promise> of(DocumentTemplates.Template template, Content content, Function<String, KnownValue> known) {
        List<Promise> promises = new ArrayList<>();
        for (DocumentTemplates.Part part : template.sections()) {
            for (DocumentTemplates.Line line : part.lines()) {
                for (String language : content.languages().keySet()) {
                    String form = line.in(Locale.forLanguageTag(language));
                    DocumentTemplates.PLACEHOLDER
                            .matcher(form)
                            .results()
                            .filter(m -> Objects.equals(m.group(1), DocumentTemplates.KNOWN))
                            .forEach(m -> {
                                String key = DocumentTemplates.Asked.parse(m.group(2))
                                        .key();
                                KnownValue rule = known.apply(key);
                                Integer days = rule.days();
                                if (days != null) {
                                    content.sections(language).stream()
                                            .filter(s -> s.id().equals(part.id()))
                                            .findFirst()
                                            .flatMap(s -> said(form, m, s)
                                                    .flatMap(said -> promise(key, language, s, said, rule, days)))
                                            .ifPresent(promises::add);
                                }
                            });
                }
            }
        }
        return promises;
    }

    private static Optional<Promise> promise(
            String key, String language, Section section, String said, KnownValue rule, int days) {
        List<Spans.Span> spans = Spans.in(said);
        return spans.isEmpty()
                ? Optional.empty()
                : Optional.of(new Promise(
                        key,
                        language,
                        section.heading(),
                        said,
                        rule,
                        spans.stream().anyMatch(span -> span.is(days))));
    }

    private static Optional<String> said(String form, MatchResult place, Section section) {
        return form.startsWith("|") ? cell(form, place, section) : words(form, place, section);
    }

    /** In a table the row is known by its first cell. */
    private static Optional<String> cell(String form, MatchResult place, Section section) {
        List<String> row = cells(form);
        int column = (int) form.substring(0, place.start())
                        .chars()
                        .filter(c -> c == '|')
                        .count()
                - 1;
        return section.text()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("|"))
                .map(Promises::cells)
                .filter(cells -> cells.size() > column && cells.getFirst().equals(row.getFirst()))
                .map(cells -> cells.get(column))
                .findFirst();
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.substring(1).split("\\|")).map(String::strip).toList();
    }

    private static Optional<String> words(String form, MatchResult place, Section section) {
        String before = last(form.substring(0, place.start()))
                .replaceFirst("^\\s*-\\s", "")
                .strip();
        String after = DocumentTemplates.PLACEHOLDER.split(form.substring(place.end()), 2)[0].strip();
        return section.text()
                .lines()
                .flatMap(line -> between(line, before, after).stream())
                .findFirst();
    }

    /** What stands after the last place of a form. */
    private static String last(String form) {
        String[] pieces = DocumentTemplates.PLACEHOLDER.split(form, -1);
        return pieces[pieces.length - 1];
    }

    private static Optional<String> between(String line, String before, String after) {
        int from = before.isEmpty() ? -1 : line.indexOf(before);
        int begin = from < 0 ? 0 : from + before.length();
        int to = after.isEmpty() ? -1 : line.indexOf(after, begin);
        boolean known = (from >= 0 && before.length() >= AROUND_MIN) || (to >= 0 && after.length() >= AROUND_MIN);
        return known
                ? Optional.of(line.substring(begin, to < 0 ? line.length() : to).strip())
                : Optional.empty();
    }
}
